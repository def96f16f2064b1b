import type { z } from 'zod';

/** What is wrong with a value, in the words that follow the name of its field. Never quotes the value. */
export function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return value === undefined ? 'is required' : `must be ${aType(issue.expected)}, not ${aType(typeOf(value))}`;
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`;
    case 'too_big':
      return NUMBERS.has(issue.origin)
        ? `must be at most ${issue.maximum}`
        : `must have at most ${issue.maximum} ${unitOf(issue.origin)}`;
    case 'too_small':
      if (NUMBERS.has(issue.origin)) return `must be at least ${issue.minimum}`;
      return issue.minimum === 1 ? 'must not be empty' : `must have at least ${issue.minimum} ${unitOf(issue.origin)}`;
    default:
      return issue.message;
  }
}

const NUMBERS = new Set(['number', 'int', 'bigint']);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function unitOf(origin: string): string {
  return origin === 'string' ? 'characters' : 'entries';
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function aType(name: string): string {
  return TYPES[name] ?? name;
}
