import { z } from 'zod';
import { identityId, objectName, objectNamespace } from '#kernel';

/** `spec.authentication.kubernetesAuth`: the identity, and the ServiceAccount whose token proves it. */
export const KubernetesAuthSpec = z
  .object({
    identityId: identityId(),
    serviceAccountRef: z
      .object({
        name: objectName('a ServiceAccount', 'Name of the ServiceAccount.'),
        namespace: objectNamespace('ServiceAccount'),
      })
      .describe('The ServiceAccount to log in as.'),
    autoCreateServiceAccountToken: z
      .boolean()
      .describe(
        'Unless false, each login mints a short-lived token by the TokenRequest API. False: the token out of a Secret of ' +
          'the ServiceAccount is used where there is one.',
      )
      .optional(),
    serviceAccountTokenAudiences: z
      .array(z.string().min(1).max(253))
      .max(32)
      .describe("Audiences of a minted token; the API server's own when left out. A stored one has no choice.")
      .optional(),
  })
  .describe('Login of a machine identity with the token of a Kubernetes ServiceAccount.');

/** The parsed fragment. */
export type KubernetesAuthSpec = z.output<typeof KubernetesAuthSpec>;
