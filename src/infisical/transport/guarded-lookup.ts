import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { FORBIDDEN_ADDRESS_CODE } from '../failures/index.ts';
import { forbiddenAddress, type AddressRules } from '../host/index.ts';

/**
 * Name resolution that refuses a name as soon as one of its addresses is forbidden. Checking the text of the address is not
 * enough: anybody can let a name of his own point to a metadata server. What is checked is what is connected to, so a name that
 * answers differently the next time gains nothing.
 */
export function guardedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '');
        return;
      }
      const [first] = addresses;
      const forbidden = addresses
        .map(({ address }) => forbiddenAddress(address, rules))
        .find((why) => why !== undefined);
      if (first === undefined || forbidden !== undefined) {
        const message = `The name leads to a ${forbidden ?? 'missing'} address.`;
        callback(Object.assign(new Error(message), { code: FORBIDDEN_ADDRESS_CODE }), '');
      } else if (options.all === true) {
        callback(null, addresses);
      } else {
        callback(null, first.address, first.family);
      }
    });
  };
}
