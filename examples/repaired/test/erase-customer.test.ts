import { eraseCustomer } from '../src/erase-customer';
import { emptyDatabase } from './empty-database';

test('nothing about the customer is left', async () => {
  const database = await emptyDatabase();
  const customer = await database.addCustomer({ name: 'Ada', address: 'Street 1' });
  await eraseCustomer(database, customer);
  expect(await database.everythingWith('Ada')).toEqual([]);
  expect(await database.everythingWith('Street 1')).toEqual([]);
});
