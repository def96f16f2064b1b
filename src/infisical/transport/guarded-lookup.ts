import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { FORBIDDEN_ADDRESS_CODE } from '../failures/index.ts';
import { isForbiddenAddress } from '../host/index.ts';

/**
 * Name resolution that refuses a name as soon as one of its addresses is forbidden. Checking the text of the address is not
 * enough: anybody can let a name of his own point to a metadata server.
 */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, '');
      return;
    }
    const [first] = addresses;
    if (first === undefined || addresses.some(({ address }) => isForbiddenAddress(address))) {
      callback(
        Object.assign(new Error('The name leads to a forbidden address.'), { code: FORBIDDEN_ADDRESS_CODE }),
        '',
      );
    } else if (options.all === true) {
      callback(null, addresses);
    } else {
      callback(null, first.address, first.family);
    }
  });
};
