import { z } from 'zod';
import { DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE, METADATA_KEY } from '#kernel';
import { isRecord } from './loose-values.ts';

type TextMap = Readonly<Record<string, string>>;

function metadataMap(value: z.ZodType<string, string>, matches: (key: string) => boolean): z.ZodType<TextMap> {
  return z
    .record(z.string(), value)
    .refine(
      (map) => Object.keys(map).every(matches),
      "must have keys such as team or example.com/team: at most 63 letters, digits, '-', '_' and '.' behind the slash",
    );
}

const LABEL = z.string().max(63).regex(LABEL_VALUE, 'must be the value of a label');

const Metadata = z
  .looseObject({
    name: z
      .string()
      .max(253)
      .regex(DNS_SUBDOMAIN, "must be a DNS subdomain: letters in lower case, digits, '-' and '.'")
      .optional(),
    generateName: z.string().max(253).optional(),
    namespace: z.string().max(63).regex(DNS_LABEL, 'must be the name of a namespace').optional(),
    uid: z.string().optional(),
    labels: metadataMap(LABEL, (key) => METADATA_KEY.test(key)).default({}),
    // Unlike those of labels, they may have capitals before the slash.
    annotations: metadataMap(z.string(), (key) => METADATA_KEY.test(key.toLowerCase())).default({}),
  })
  .refine(({ name, generateName }) => name !== undefined || generateName !== undefined, {
    message: 'is required',
    path: ['name'],
  });

/** Of what has no value, the API server takes no notice. */
function withoutEmptyFields(value: unknown): unknown {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) : value;
}

/** What every object must have, as far as this project reads it; the rest is kept as it is. */
export const Envelope = z.looseObject({ metadata: z.preprocess(withoutEmptyFields, Metadata), spec: z.unknown() });

/** The parsed envelope. */
export type Envelope = z.output<typeof Envelope>;
