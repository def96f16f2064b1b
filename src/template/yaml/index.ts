export { readYaml } from './reader.ts';
export { resolvePlain } from './resolve.ts';
export { writeYaml, type YamlNode } from './writer.ts';
