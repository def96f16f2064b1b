import type { Json } from '../json/index.ts';

/** One broken rule of one field, printed in the words of the API machinery. */
export class FieldError {
  private constructor(
    readonly type: string,
    readonly field: string,
    private readonly text: string,
  ) {}

  /** The field must be there and is not. */
  static required(field: string, detail: string): FieldError {
    return new FieldError('FieldValueRequired', field, detail === '' ? 'Required value' : `Required value: ${detail}`);
  }

  /** The value breaks a rule. Objects and lists are printed by their type, never by content. */
  static invalid(field: string, value: Json | undefined, detail: string): FieldError {
    return new FieldError('FieldValueInvalid', field, `Invalid value: ${printed(value)}: ${detail}`);
  }

  /** A rule about a value that is not printed. */
  static broken(field: string, detail: string): FieldError {
    return new FieldError('FieldValueInvalid', field, `Invalid value: ${detail}`);
  }

  /** The value has the wrong JSON type. */
  static typeInvalid(field: string, value: Json | undefined, detail: string): FieldError {
    return new FieldError('FieldValueTypeInvalid', field, `Invalid value: ${printed(value)}: ${detail}`);
  }

  /** The value is not one of a closed list. */
  static notSupported(field: string, value: Json | undefined, supported: readonly string[]): FieldError {
    const list = supported.map((each) => JSON.stringify(each)).join(', ');
    const text = `Unsupported value: ${printed(value)}: supported values: ${list}`;
    return new FieldError('FieldValueNotSupported', field, text);
  }

  /** The field may not be set here. */
  static forbidden(field: string, detail: string): FieldError {
    return new FieldError('FieldValueForbidden', field, `Forbidden: ${detail}`);
  }

  /** More than the allowed number of entries or bytes. */
  static tooLong(field: string, maximum: number): FieldError {
    const text = `Too long: may not be more than ${maximum} bytes`;
    return new FieldError('FieldValueTooLong', field, text);
  }

  /** More entries than allowed. */
  static tooMany(field: string, actual: number, maximum: number): FieldError {
    return new FieldError('FieldValueTooMany', field, `Too many: ${actual}: must have at most ${maximum} items`);
  }

  /** The same value or key twice. */
  static duplicate(field: string, value: Json | undefined): FieldError {
    return new FieldError('FieldValueDuplicate', field, `Duplicate value: ${printed(value)}`);
  }

  /** The message without the field, as a cause carries it. */
  body(): string {
    return this.text;
  }

  toString(): string {
    return `${this.field}: ${this.text}`;
  }
}

const printed = (value: Json | undefined): string => {
  if (value === undefined || value === null) return 'null';
  return JSON.stringify(value);
};
