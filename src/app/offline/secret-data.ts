import { z } from 'zod';
import type { SourceSecret } from '#kernel';
import type { Path } from '../../crd/index.ts';
import { describeIssue } from './describe-issue.ts';
import { valueAt } from './loose-values.ts';
import { fieldName, type Finding, type Source } from './manifest-objects.ts';
import { readYaml, type Position } from './yaml-documents.ts';

/** One secret: its value and the folder that it comes from, or the value alone, which then comes from the root. */
const Entry = z.union([z.string(), z.strictObject({ Value: z.string(), SecretPath: z.string().default('/') })], {
  error: 'must be text, or an object with Value and SecretPath, both text',
});

const Data = z.record(z.string().min(1), Entry);

/** The secrets of a file in the order of a read, or what is wrong with the file. Nothing that is said quotes a value. */
export function readSecretData(
  source: Source,
): { readonly secrets: readonly SourceSecret[] } | { readonly wrong: Finding } {
  let json: unknown;
  try {
    json = JSON.parse(source.text);
  } catch {
    // The words of the parser quote the text, which is secret, and seldom tell where.
    const message = 'is no JSON; a comma behind the last entry, comments and single quotes are none either';
    return wrong(source, readYaml(source.text).faults[0]?.position, [], message);
  }
  const { data, error } = Data.safeParse(json);
  if (data === undefined) {
    const [issue] = error.issues;
    const path = issue?.path.map((step) => (typeof step === 'symbol' ? String(step) : step)) ?? [];
    const message = issue === undefined ? 'no secrets' : describeIssue(issue, valueAt(json, path));
    // JSON is YAML, whose parser knows where things are.
    return wrong(source, readYaml(source.text).documents[0]?.position(path), path, message);
  }
  const secrets = Object.entries(data).map(([key, entry]): SourceSecret =>
    typeof entry === 'string' ? { key, value: entry, path: '/' } : { key, value: entry.Value, path: entry.SecretPath },
  );
  return { secrets: secrets.sort((a, b) => (a.key < b.key ? -1 : 1)) };
}

function wrong(
  { name }: Source,
  position: Position = { line: 1, column: 1 },
  path: Path,
  message: string,
): { readonly wrong: Finding } {
  const field = path.length === 0 ? undefined : fieldName(path);
  return { wrong: { severity: 'error', file: name, ...position, object: undefined, field, message } };
}
