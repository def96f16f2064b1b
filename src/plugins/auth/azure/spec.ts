import { z } from 'zod';
import { identityId } from '#kernel';

/** `spec.authentication.azureAuth`: the identity, and what its managed identity token is for. */
export const AzureAuthSpec = z
  .object({
    identityId: identityId(),
    resource: z
      .string()
      .max(2048)
      .describe(
        'Azure resource that the token is for; `https://management.azure.com/` when left out. May carry ' +
          '`&client_id=<id>` behind it.',
      )
      .transform((text) => (text === '' ? undefined : text))
      .optional(),
    azureManagedIdentityClientId: z
      .string()
      .max(253)
      .describe('Client id of the user-assigned managed identity, where the node has more than one.')
      .transform((text) => (text === '' ? undefined : text))
      .optional(),
  })
  .describe('Login of a machine identity with the managed identity of an Azure node or pod.');

/** The parsed fragment. */
export type AzureAuthSpec = z.output<typeof AzureAuthSpec>;
