/** What a reader of a condition, an Event or a metric label is told about one reason. */
export interface ReasonEntry {
  /** One sentence: what happened. */
  readonly summary: string;
  /** One sentence: what a person can do about it. */
  readonly remedy: string;
}

/**
 * The closed list of reasons. A reason is the typed word in `Ready`, in Events and in metric labels; the
 * troubleshooting page is generated from this table, so a reason without a remedy does not compile.
 */
export const REASONS = {
  OK: {
    summary: 'The step that the condition speaks of has succeeded.',
    remedy: 'Nothing to do.',
  },
  Error: {
    summary: 'The step that the condition speaks of has failed; the condition Ready has the typed reason.',
    remedy: 'Read the message, and the reason of the condition Ready.',
  },
  NothingToReload: {
    summary: 'No workload asked to be restarted when this secret changes.',
    remedy: 'Annotate workloads with secrets.infisical.com/auto-reload: "true" if they shall restart.',
  },
  RestartPending: {
    summary:
      'Workloads that asked to be restarted wait for the end of their debounce time, so that several changes make one restart.',
    remedy: 'Wait; the annotation secrets.infisical.com/reload-debounce of the workload sets the time.',
  },
  RestartRefused: {
    summary: 'The API server refused the mark that restarts a workload.',
    remedy: 'Correct the workload so that it can be written; the message says which field is in the way.',
  },
  Synced: { summary: 'The targets hold what Infisical holds.', remedy: 'Nothing to do.' },
  Pushed: { summary: 'Infisical holds what the source and the policies ask for.', remedy: 'Nothing to do.' },
  Pending: {
    summary: 'The resource is being worked on for the first time.',
    remedy: 'Wait for the first pass to end.',
  },
  InvalidSpec: {
    summary: 'The spec asks for something that cannot work.',
    remedy: 'Correct the field that the message names.',
  },
  PluginUnavailable: {
    summary: 'The spec uses a part of the operator that is not switched on.',
    remedy: 'Enable the plugin in the values of the chart, or use another method.',
  },
  PluginRefused: {
    summary: 'The operator is to load a plugin of a third party with this login method, and has refused it.',
    remedy:
      'Whoever runs the operator has to put the plugin, or its entry in --extra-plugins, right; the log of the start has all of it.',
  },
  PluginConfigInvalid: {
    summary: "The settings of a third party's login method are not what its plugin asks for.",
    remedy: "Correct the field that the message names, as the plugin's documentation says.",
  },
  PluginFailed: {
    summary: 'A plugin of a third party broke, gave no answer in time, or gave one that cannot be used.',
    remedy: "Look for the plugin in the log of the operator, and report it to the plugin's author.",
  },
  NamespaceRefused: {
    summary: 'The spec names an object of another namespace that this resource may not use.',
    remedy:
      'Use an object of the namespace of the resource; or have the other namespace, or the object, annotated with secrets.infisical.com/allow-from where the operator runs with --cross-namespace Grant.',
  },
  CredentialsNotFound: {
    summary:
      'What holds the credentials does not exist: a Secret, a ServiceAccount, a file, or a setting of the operator.',
    remedy: 'Create what the message names; the operator sees objects of the cluster within seconds.',
  },
  CredentialsIncomplete: {
    summary: 'The credentials lack a part: a key of a Secret, or a setting of the operator.',
    remedy: 'Add the part that the message names.',
  },
  InvalidCredentials: {
    summary: 'Infisical refused the login.',
    remedy: 'Check client id, client secret or identity in Infisical and in the referenced Secret.',
  },
  CloudRefused: {
    summary: 'The cloud would not prove the identity that the operator runs as.',
    remedy: "Give the operator's pod the cloud identity that it needs; the message has the answer of the cloud.",
  },
  CloudUnavailable: {
    summary: 'The endpoint of the cloud that proves identities could not be reached, or failed.',
    remedy:
      'Check that the operator runs in this cloud, and that it may reach the address in the message; it keeps trying.',
  },
  AccessDenied: {
    summary: 'The identity is known but may not read this place.',
    remedy: 'Give the identity a role in the project that may read this environment and path.',
  },
  ProjectNotFound: {
    summary: 'No such project, or the identity is not a member of it.',
    remedy: 'Check projectSlug or projectId, and that the identity was added to the project.',
  },
  SourceNotFound: {
    summary: 'The environment or the folder does not exist in the project.',
    remedy: 'Check envSlug (the slug, not the name) and secretsPath; case counts.',
  },
  DestinationNotFound: {
    summary: 'The environment or the folder to push to does not exist in the project.',
    remedy: 'Check environmentSlug (the slug, not the name) and secretsPath, or set destination.createFolders: true.',
  },
  GeneratorNotFound: {
    summary: 'The ClusterGenerator that a value is to be made by does not exist.',
    remedy: 'Create the ClusterGenerator that the message names, or correct push.generators.',
  },
  GeneratorInvalid: {
    summary: 'The ClusterGenerator is of another kind than the resource says, or its settings contradict each other.',
    remedy: 'Correct what the message names, in the ClusterGenerator or in push.generators.',
  },
  PushSourceNotFound: {
    summary: 'The Secret to push from does not exist; what is in Infisical stays as it is.',
    remedy: 'Create the Secret that the message names, or correct push.secret.',
  },
  InvalidValues: {
    summary: 'Some values of the source are nothing that Infisical can hold; all others are pushed.',
    remedy: 'Take the keys that the message lists out of the source, or encode their values as text.',
  },
  ApprovalPending: {
    summary: 'A policy of the project holds the writes back until somebody approves of them in Infisical.',
    remedy: 'Approve of the request in Infisical; the operator asks only once for the same writes.',
  },
  NotReplaced: {
    summary: 'Infisical has other values than the source, and updatePolicy does not let them be replaced.',
    remedy: 'Set updatePolicy: Replace, or change the values in Infisical or in the source.',
  },
  WriteRefused: {
    summary:
      'Infisical refused a write: something was made or taken away meanwhile, or a rule of the project forbids it.',
    remedy: 'Read the message; the operator looks again and tries again.',
  },
  EmptySource: {
    summary: 'Infisical answered with no secret at all, and emptyPolicy is Keep.',
    remedy: 'Check envSlug and secretsPath; set spec.emptyPolicy: Allow when the place is meant to be empty.',
  },
  TargetNotOwned: {
    summary: 'An object of the target name exists and is not managed by this resource.',
    remedy: 'Rename the target, delete the object, or annotate it with secrets.infisical.com/adopt: "true".',
  },
  TargetInvalid: {
    summary: 'The API server refused the target object.',
    remedy: 'Read the message: it names the part of the object that was refused.',
  },
  TargetNamespaceNotFound: {
    summary: 'The namespace of the target does not exist or is being deleted.',
    remedy: 'Create the namespace or correct secretNamespace.',
  },
  InvalidKeys: {
    summary: 'Some secrets have names that Kubernetes cannot hold; all others were written.',
    remedy: 'Rename the secrets that the message lists: letters, digits, "-", "_" and "." only, 253 at most.',
  },
  TemplateInvalid: {
    summary: 'A template of data could not be rendered; the target stays as it was.',
    remedy: 'Correct the template that the message names.',
  },
  CaInvalid: {
    summary: 'The CA bundle of tls.caRef is missing or holds no PEM certificate.',
    remedy: 'Put a PEM bundle under the key that tls.caRef names.',
  },
  HostInvalid: {
    summary: 'The host address is not one that the operator may call.',
    remedy: 'Correct hostAPI: https://host[:port][/api]; plain http only where the operator allows it.',
  },
  HostNotAllowed: {
    summary: 'The host is not one that the operator may send these credentials to.',
    remedy:
      "Use the operator's own host, by leaving hostAPI out; or have whoever runs the operator add this one to --allowed-hosts.",
  },
  HostUnreachable: {
    summary: 'Infisical could not be reached: name, network or TLS.',
    remedy: 'Check hostAPI, network policies, proxies and certificates; the operator keeps trying.',
  },
  HostTimeout: {
    summary: 'Infisical did not answer in time.',
    remedy: 'Check the health of the host; the operator keeps trying.',
  },
  HostError: {
    summary: 'Infisical answered with a failure of its own.',
    remedy: 'Check the logs of the Infisical server; the operator keeps trying.',
  },
  HostAnswerInvalid: {
    summary: 'The answer is not what the Infisical API gives, for example a web page.',
    remedy: 'Check that hostAPI points to the API of Infisical and not to another site.',
  },
  EventsUnsupported: {
    summary:
      'The server has no change events, or not for this kind of token; changes are found at the resync interval.',
    remedy:
      'Nothing to do; for instant updates, upgrade Infisical or log in with an identity in place of a service token.',
  },
  EventsUnlicensed: {
    summary: 'The plan of this Infisical has no change events; changes are found at the resync interval.',
    remedy: 'Nothing to do; for instant updates, have a plan with event subscriptions.',
  },
  EventsDenied: {
    summary: 'The identity may not subscribe to change events; changes are found at the resync interval.',
    remedy:
      'Give the identity a role that may subscribe to secret events of this project; it is tried again within minutes.',
  },
  EventsInterrupted: {
    summary: 'The stream of change events broke off; until it is back, changes are found at the resync interval.',
    remedy: 'Nothing to do; if it lasts, check that proxies on the way let long answers through unbuffered.',
  },
  EventsLimit: {
    summary: 'The operator follows as many projects by events as it can; this one is looked at at the resync interval.',
    remedy: 'Nothing to do; fewer identities for one project need fewer streams.',
  },
  RateLimited: {
    summary: 'Infisical asked for fewer calls.',
    remedy: 'Nothing to do; the operator waits as long as it was told. Longer resync intervals help.',
  },
  KubernetesForbidden: {
    summary: 'The API server does not allow the operator this call.',
    remedy: 'Grant the right that the message names; the chart does so for enabled plugins.',
  },
  KubernetesUnavailable: {
    summary: 'The API server failed, or did not answer in time.',
    remedy: 'Nothing to do; the operator keeps trying.',
  },
  PassTimeout: {
    summary: 'A pass took longer than its deadline and was stopped.',
    remedy: 'Nothing to do; the operator tries again.',
  },
  InternalError: {
    summary: 'A fault of the operator itself.',
    remedy: 'Look at the log of the operator around this time and report it.',
  },
} as const satisfies Record<string, ReasonEntry>;

/** One CamelCase word of the closed list. */
export type Reason = keyof typeof REASONS;
