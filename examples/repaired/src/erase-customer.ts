import type { Database } from './database';

// Orders stay, as the law wants, but nobody can tell whose they were.
export async function eraseCustomer(database: Database, customer: number): Promise<void> {
  await database.transaction(async (change) => {
    await change.query('UPDATE orders SET name = NULL, address = NULL WHERE customer = $1', [customer]);
    await change.query('DELETE FROM customers WHERE id = $1', [customer]);
  });
}
