#!/usr/bin/env node
// Plain JavaScript that any Node can read, so that one which is too old gets a sentence and not a syntax error.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`infisical-operator needs Node 22.19 or newer, this is ${process.versions.node}\n`);
  process.exit(2);
}
const built = new URL('../dist/main.js', import.meta.url);
const { existsSync } = await import('node:fs');
if (existsSync(built)) {
  await import(built.href);
} else {
  // A checkout that was not built: run the sources.
  const { register } = await import('tsx/esm/api');
  register();
  await import(new URL('../src/cli/main.ts', import.meta.url).href);
}
