/** What would reach past the process, or past the imports that the manifest asks for. */
const OF_PROCESS = ['kill', '_kill', 'binding', 'getBuiltinModule'];
/** Calls go through the operator, which bounds them. */
const OF_GLOBAL = ['fetch', 'WebSocket', 'EventSource'];

/**
 * Takes away what a plugin has no business with, so that it is not used by accident. Who wants to get around this can: it is a fence and no wall.
 */
export function takeAway(): void {
  for (const name of OF_PROCESS) Reflect.deleteProperty(process, name);
  for (const name of OF_GLOBAL) Reflect.deleteProperty(globalThis, name);
}
