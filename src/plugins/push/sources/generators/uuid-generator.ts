import { randomUUID } from 'node:crypto';
import { service, type Generator } from '#kernel';

/** Random UUIDs. */
@service()
export class UuidGenerator implements Generator {
  make(): string {
    return randomUUID();
  }
}
