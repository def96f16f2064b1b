import { z } from 'zod';
import { DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE, METADATA_KEY } from '#kernel';

const keyOf = (map: Readonly<Record<string, string>>, matches: (key: string) => boolean): boolean =>
  Object.keys(map).every(matches);

const KEYS =
  "must have keys such as team or example.com/team: at most 63 letters, digits, '-', '_' and '.' behind the slash";

/** What every object must have, as far as this project reads it; the rest is kept as it is. */
export const Envelope = z.looseObject({
  metadata: z
    .looseObject({
      name: z
        .string()
        .max(253)
        .regex(DNS_SUBDOMAIN, 'must be a DNS subdomain: letters in lower case, digits, "-" and "."')
        .optional(),
      generateName: z.string().max(253).optional(),
      namespace: z.string().max(63).regex(DNS_LABEL, 'must be the name of a namespace').optional(),
      uid: z.string().optional(),
      labels: z
        .record(z.string(), z.string().max(63).regex(LABEL_VALUE, 'must be the value of a label'))
        .refine((labels) => keyOf(labels, (key) => METADATA_KEY.test(key)), KEYS)
        .default({}),
      annotations: z
        .record(z.string(), z.string())
        // Unlike those of labels, they may have capitals before the slash.
        .refine((annotations) => keyOf(annotations, (key) => METADATA_KEY.test(key.toLowerCase())), KEYS)
        .default({}),
    })
    .refine(({ name, generateName }) => name !== undefined || generateName !== undefined, {
      message: 'is required',
      path: ['name'],
    }),
  spec: z.unknown(),
});

/** The parsed envelope. */
export type Envelope = z.output<typeof Envelope>;
