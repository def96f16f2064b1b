import { z } from 'zod';

/** One plugin of a third party. */
const ExtraPlugin = z.strictObject({
  name: z
    .string()
    .max(56)
    .regex(/^[A-Za-z][A-Za-z0-9]*$/)
    .describe('The login method, as resources name it.'),
  image: z.string().max(500).optional().describe('Image with the folder of the plugin at /plugin.'),
  pullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).optional().describe('When that is pulled.'),
  path: z
    .string()
    .max(4_096)
    .regex(/^\//)
    .optional()
    .describe('The folder of the plugin, where the image of the operator has it.'),
  manifestSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of its infisical-plugin.json, as "infisical-operator plugins pack" prints it.'),
  config: z
    .looseObject({})
    .optional()
    .describe('Settings of the plugin. They are arguments of the pods, so no place for secrets.'),
});

/** Values below `plugins` for the plugins of third parties. */
export const extraPlugins = {
  extra: z
    .array(ExtraPlugin)
    .default([])
    .describe(
      'Login methods of third parties: a list of {name, image, manifestSha256, config}. Of a plugin in the image of the operator: path in place of image.',
    ),
  extraMode: z
    .enum(['imageVolume', 'initContainer'])
    .default('imageVolume')
    .describe(
      'How the image of such a plugin gets to the operator. imageVolume: mounted read-only, for Kubernetes 1.35 and newer. initContainer: copied by its own /bin/cp, for older ones.',
    ),
};
