import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** Doors whose exports others build on, with the page of each. */
const DOORS = [
  { door: 'src/third-party/plugin-api.ts', title: 'Plugins in folders', page: 'docs/reference/plugin.api.md' },
  { door: 'src/kernel/index.ts', title: 'The kernel, #kernel', page: 'docs/reference/kernel.api.md' },
  { door: 'src/testkit/index.ts', title: 'The test kit, #testkit', page: 'docs/reference/testkit.api.md' },
];
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes a page for each door: its exports by name with their declarations, without comments, bodies and private members. So a change of a contract is a
 * change of a page. Reads files one by one and checks no types, which the compiler does elsewhere.
 */
export async function generateApi(): Promise<void> {
  const files = new Files();
  for (const { door, title, page } of DOORS) {
    const exported = [...(await files.exportsOf(resolve(ROOT, door)))].sort(([a], [b]) => (a < b ? -1 : 1));
    const blocks = exported.map(([name, text]) => `### ${name}\n\n\`\`\`ts\n${text}\n\`\`\`\n`);
    const head = `# ${title}\n\n<!-- Generated from ${door}; run "npm run generate". -->\n\n`;
    const file = resolve(ROOT, page);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${head}What \`${door}\` exports: ${exported.length} names.\n\n${blocks.join('\n')}`);
  }
}

/** Source files, each read once. */
class Files {
  private readonly known = new Map<string, Promise<ReadonlyMap<string, string>>>();

  /** Exported name to the text of its declarations. */
  exportsOf(file: string): Promise<ReadonlyMap<string, string>> {
    const known = this.known.get(file) ?? this.read(file);
    this.known.set(file, known);
    return known;
  }

  private async read(file: string): Promise<ReadonlyMap<string, string>> {
    const source = await readFile(file, 'utf8');
    const { statements } = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
    const found = new Map<string, string>(declarationsIn(source));
    for (const statement of statements.filter(ts.isExportDeclaration)) {
      const { exportClause, moduleSpecifier } = statement;
      if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) continue;
      const from = await this.exportsOf(resolve(dirname(file), moduleSpecifier.text));
      if (exportClause === undefined || !ts.isNamedExports(exportClause)) {
        throw new Error(`${file} exports all of ${moduleSpecifier.text}; name what is meant`);
      }
      for (const { name, propertyName } of exportClause.elements) {
        const text = from.get((propertyName ?? name).text);
        if (text === undefined) throw new Error(`${file} exports ${name.text}, which ${moduleSpecifier.text} does not`);
        found.set(name.text, text);
      }
    }
    return found;
  }
}

/** What a file declares by itself; declarations of one name, such as a schema and its type, stand together. */
function declarationsIn(source: string): readonly (readonly [string, string])[] {
  const { outputText } = ts.transpileDeclaration(source, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  const declared = ts.createSourceFile('a.d.ts', outputText, ts.ScriptTarget.ES2022, true);
  const written = ts.createSourceFile('a.ts', source, ts.ScriptTarget.ES2022, true);
  const printer = ts.createPrinter({ removeComments: true });
  const texts = new Map<string, string[]>();
  for (const statement of declared.statements) {
    for (const name of namesOf(statement)) {
      const text = isUntold(statement)
        ? constantIn(written, name)
        : printer.printNode(ts.EmitHint.Unspecified, statement, declared);
      const lines = text.split('\n').filter((line) => !/^\s+(?:private|protected) /.test(line));
      // An inferred type, which is not known here; the code itself has no `any`.
      const told = lines.join('\n').replace(/: any(?=[;,)])/g, '');
      texts.set(name, [...(texts.get(name) ?? []), told]);
    }
  }
  return [...texts].map(([name, each]) => [name, each.join('\n')]);
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

/** A constant without a written type: its type is what it is made with. */
function isUntold(statement: ts.Statement): boolean {
  return ts.isVariableStatement(statement) && statement.getText().trim().endsWith(': any;');
}

function constantIn(source: ts.SourceFile, name: string): string {
  for (const statement of source.statements.filter(ts.isVariableStatement)) {
    const found = statement.declarationList.declarations.find((each) => each.name.getText() === name);
    const initializer = found?.initializer?.getText().replace(/\s+/g, ' ');
    if (initializer !== undefined) return `export declare const ${name} = ${initializer}`;
  }
  throw new Error(`${source.fileName} has no ${name}`);
}
