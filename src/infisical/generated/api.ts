// Generated from openapi/infisical.yaml by scripts/generate-openapi.ts. Not to be edited.

export interface paths {
    "/api/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Health and version of the API. Needs no token. */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/aws-auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with a signed GetCallerIdentity request that the server sends to AWS. */
        post: operations["loginAws"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/azure-auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with a token of a managed identity of Azure. */
        post: operations["loginAzure"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/gcp-auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with an ID token or a signed JWT of a Google service account; the identity's own type decides which. */
        post: operations["loginGcp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/jwt-auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with a JWT that is checked against configured keys. */
        post: operations["loginJwt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/kubernetes-auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with a ServiceAccount token, which the server has reviewed by the cluster.
         * @description A namespace, name or audience that is not allowed: 500 with the reason as message on 24, 401 on 26. 24 asks for no audience in its review, so leave custom audiences out of the token there.
         */
        post: operations["loginKubernetes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/ldap-auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with name and password of a directory. */
        post: operations["loginLdap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc-auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in with a token of an OpenID Connect issuer. */
        post: operations["loginOidc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/universal-auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in with a client id and a client secret.
         * @description Wrong ones: 403 `UnauthorizedError` on 24, 401 on 26. 26 locks the identity for minutes after a few wrong secrets, so a refused secret is not tried again in a tight loop.
         */
        post: operations["loginUniversal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/subscribe/project-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A stream of changes in a project; frames carry names, never values.
         * @description Delivery is at most once and never replayed: an event is a hint to read again. A ping comes every 15 s; silence of two minutes means that the stream is dead. 400 says that the plan lacks the feature, which is permanent; 404 that the server is too old. Some releases match `secretPath` as a prefix of text, others as a glob.
         */
        post: operations["subscribeProjectEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the folders right below a path.
         * @description An unknown path gives an empty list; an unknown environment 400 on 24, 404 on 26.
         */
        get: operations["listFoldersV1"];
        put?: never;
        /** Make a folder and its missing parents. One that exists is returned with 200. */
        post: operations["createFolderV1"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders/{folderIdOrName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a folder with all below it; parameters are in the JSON body. */
        delete: operations["deleteFolderV1"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{projectId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project by id, in an envelope. */
        get: operations["getProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/slug/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project by slug, without an envelope. Not for service tokens. */
        get: operations["getProjectBySlug"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/secret-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The imports of a folder, in the order of their position. */
        get: operations["listSecretImportsV1"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspace/{workspaceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project by id, in an envelope. An unknown id is 500 on 24 and 404 on 26. */
        get: operations["getWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List folders below a path. */
        get: operations["listFoldersV2"];
        put?: never;
        /** Make a folder and its missing parents. Names hold letters, digits, "-" and "_" only. */
        post: operations["createFolderV2"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/folders/{folderIdOrName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a folder with all below it; parameters are in the JSON body. */
        delete: operations["deleteFolderV2"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/secret-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The imports of a folder, in the order of their position. */
        get: operations["listSecretImportsV2"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/service-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the service token that is used for this call may do. Refuses every other kind of token with 403. */
        get: operations["getServiceToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v2/workspace/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project by slug, without an envelope. An unknown slug is 500 on 24, where `error` names the look-up. */
        get: operations["getWorkspaceBySlug"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/secrets/batch/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create several secrets, all or none.
         * @description 24 accepts the same key twice and makes two secrets of one name. Takes the project's slug, and on 24 no id.
         */
        post: operations["createSecretsV3"];
        /** Delete several secrets, all or none. */
        delete: operations["deleteSecretsV3"];
        options?: never;
        head?: never;
        /** Change several secrets, all or none. */
        patch: operations["updateSecretsV3"];
        trace?: never;
    };
    "/api/v3/secrets/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the secrets of a folder, or of a tree.
         * @description 24 answers an unknown environment or path, or a path without leading slash, with 200 and empty lists; 26 with 404 `SecretPathNotFound`. The order of the elements is not defined. A service token with exactly one scope that has no wildcard overrules environment and path.
         */
        get: operations["listSecretsV3"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v3/secrets/raw/{secretName}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        /**
         * Read one secret.
         * @description Missing secret, environment or path: 400 on 24, 404 on 26. With imports the server takes the last import that holds the key.
         */
        get: operations["getSecretV3"];
        put?: never;
        /**
         * Create a secret.
         * @description A duplicate is 400. White space around the value is cut off; of a final run of line breaks one stays. Under an approval policy (26) the answer is a 200 that holds an approval and nothing was written yet.
         */
        post: operations["createSecretV3"];
        /** Delete a secret. All parameters are in the JSON body; in the query they are a validation error. */
        delete: operations["deleteSecretV3"];
        options?: never;
        head?: never;
        /** Change a secret. The same value again still makes a new version. */
        patch: operations["updateSecretV3"];
        trace?: never;
    };
    "/api/v4/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the secrets of a folder, or of a tree.
         * @description Knows no project slug. A secret whose value may not be read makes the list of its own folder 403, but is silently left out of deeper folders and of imports. With references expanded, one forbidden target makes the whole call 403.
         */
        get: operations["listSecretsV4"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v4/secrets/{secretName}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        /** Read one secret. */
        get: operations["getSecretV4"];
        put?: never;
        /** Create a secret. Names hold neither ":" nor "/". */
        post: operations["createSecretV4"];
        /** Delete a secret. All parameters are in the JSON body. */
        delete: operations["deleteSecretV4"];
        options?: never;
        head?: never;
        /** Change a secret. */
        patch: operations["updateSecretV4"];
        trace?: never;
    };
    "/api/v4/secrets/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create several secrets, all or none. */
        post: operations["createSecretsV4"];
        /** Delete several secrets, all or none. */
        delete: operations["deleteSecretsV4"];
        options?: never;
        head?: never;
        /** Change several secrets, all or none; `mode` says what happens to missing ones. */
        patch: operations["updateSecretsV4"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessToken: {
            /** @description To be treated as opaque. */
            accessToken: string;
            /** @description Seconds. */
            accessTokenMaxTTL?: number;
            /** @description Seconds; 0 means that it never expires. */
            expiresIn: number;
            tokenType?: string;
        };
        /** @description 26, under an approval policy: a 200, and nothing has changed yet. */
        Approval: {
            approval: {
                [key: string]: unknown;
            };
        };
        AwsLogin: {
            /** @description Default POST. */
            iamHttpRequestMethod?: string;
            /** @description Base64 of the body. */
            iamRequestBody: string;
            /** @description Base64 of a JSON object of texts. */
            iamRequestHeaders: string;
            identityId: string;
            /** @description 26 only. */
            organizationSlug?: string;
        };
        BatchPlaceV3: {
            environment: string;
            /** @description 24 refuses an id here. */
            projectSlug: string;
            secretPath?: string;
        };
        /**
         * @description Any other text is a validation error.
         * @enum {string}
         */
        BooleanText: "true" | "false";
        ChangedSecret: components["schemas"]["SecretFields"] & {
            /** @description 26 only. */
            newSecretName?: string;
            /** @description Required on 24. */
            secretValue?: string;
        };
        ChangedSecrets: {
            secrets: (components["schemas"]["NamedSecret"] & components["schemas"]["ChangedSecret"])[];
        };
        CreateFolderV1: {
            environment: string;
            name: string;
            path?: string;
            workspaceId: string;
        };
        CreateFolderV2: {
            environment: string;
            name: string;
            path?: string;
            projectId: string;
        };
        CreateSecretsV3: components["schemas"]["BatchPlaceV3"] & components["schemas"]["NewSecrets"];
        CreateSecretsV4: components["schemas"]["PlaceV4"] & components["schemas"]["NewSecrets"];
        CreateSecretV3: components["schemas"]["PlaceV3"] & components["schemas"]["NewSecret"];
        CreateSecretV4: components["schemas"]["PlaceV4"] & components["schemas"]["NewSecret"];
        DeleteFolderV1: {
            environment: string;
            path?: string;
            workspaceId: string;
        };
        DeleteFolderV2: {
            environment: string;
            /** @description For folders that others refer to. */
            forceDelete?: boolean;
            path?: string;
            projectId: string;
        };
        DeleteSecretsV3: components["schemas"]["BatchPlaceV3"] & components["schemas"]["NamedSecrets"];
        DeleteSecretsV4: components["schemas"]["PlaceV4"] & components["schemas"]["NamedSecrets"];
        DeleteSecretV3: components["schemas"]["PlaceV3"];
        DeleteSecretV4: components["schemas"]["PlaceV4"];
        Environment: {
            id?: string;
            name?: string;
            slug: string;
        };
        ErrorEnvelope: {
            /** @description 26 only. */
            details?: unknown;
            /** @description On 24 sometimes free text, or the path of the request. */
            error?: string;
            /** @description An array on validation errors. */
            message?: string | components["schemas"]["ValidationIssue"][];
            /** @description 26 only, and absent on unknown routes. */
            reqId?: string;
            statusCode?: number;
        };
        EventSubscription: {
            projectId: string;
            register: {
                conditions?: {
                    environmentSlug: string;
                    secretPath?: string;
                };
                /** @enum {string} */
                event: "secret:create" | "secret:update" | "secret:delete" | "secret:import-mutation";
            }[];
        };
        Folder: {
            envId?: string;
            id: string;
            name: string;
            parentId?: string | null;
        };
        FolderEnvelope: {
            folder: components["schemas"]["Folder"];
        };
        FolderList: {
            folders: components["schemas"]["Folder"][];
        };
        /** @description What one import supplies. An import that imports again is flattened into the block. */
        ImportBlock: {
            environment: string;
            folderId?: string;
            secretPath: string;
            secrets: components["schemas"]["Secret"][];
        };
        JwtLogin: {
            identityId: string;
            jwt: string;
            /** @description 26 only. */
            organizationSlug?: string;
        };
        LdapLogin: {
            /** @description Must be a UUID: 422 otherwise. */
            identityId: string;
            organizationSlug?: string;
            password: string;
            username: string;
        };
        Metadata: {
            key: string;
            value: string;
        };
        NamedSecret: {
            secretKey: string;
        };
        NamedSecrets: {
            secrets: components["schemas"]["NamedSecret"][];
        };
        NewSecret: components["schemas"]["SecretFields"] & {
            secretValue: string;
        };
        NewSecrets: {
            secrets: (components["schemas"]["NamedSecret"] & components["schemas"]["NewSecret"])[];
        };
        PlaceV3: {
            environment: string;
            secretPath?: string;
            type?: components["schemas"]["SecretType"];
            workspaceId: string;
        };
        PlaceV4: {
            environment: string;
            projectId: string;
            secretPath?: string;
            type?: components["schemas"]["SecretType"];
        };
        Project: {
            environments: components["schemas"]["Environment"][];
            id: string;
            name?: string;
            slug: string;
        };
        ProjectEnvelope: {
            project: components["schemas"]["Project"];
        };
        Secret: {
            environment?: string;
            id: string;
            secretComment?: string;
            secretKey: string;
            /** @description 26 only. */
            secretMetadata?: components["schemas"]["Metadata"][];
            /** @description 24 sends it in lists only; elements of imports have none. */
            secretPath?: string;
            secretValue: string;
            /** @description 26: the value is a placeholder. */
            secretValueHidden?: boolean;
            /** @description 24: single reads only. */
            tags?: components["schemas"]["Tag"][];
            type?: string;
            /** @description 24 starts at 0 for secrets of a batch. */
            version?: number;
        };
        SecretEnvelope: {
            secret: components["schemas"]["Secret"];
        };
        SecretFields: {
            /** @description A batch update of 24 that says nothing of it empties it. */
            secretComment?: string;
            /** @description 26 only. Replaces what is there; left out, that stays. */
            secretMetadata?: components["schemas"]["Metadata"][];
            /** @description In spite of its name: true makes expanded values with line breaks come back quoted, on one line. */
            skipMultilineEncoding?: boolean;
            tagIds?: string[];
        };
        SecretImport: {
            id: string;
            importEnv: components["schemas"]["Environment"];
            importPath: string;
            position?: number;
        };
        SecretImportList: {
            secretImports: components["schemas"]["SecretImport"][];
        };
        SecretList: {
            imports: components["schemas"]["ImportBlock"][];
            secrets: components["schemas"]["Secret"][];
        };
        SecretsEnvelope: {
            secrets: components["schemas"]["Secret"][];
        };
        SecretsWritten: components["schemas"]["SecretsEnvelope"] | components["schemas"]["Approval"];
        /**
         * @description Identities have shared ones only.
         * @enum {string}
         */
        SecretType: "shared" | "personal";
        SecretWritten: components["schemas"]["SecretEnvelope"] | components["schemas"]["Approval"];
        ServiceToken: {
            expiresAt?: string | null;
            id?: string;
            name?: string;
            permissions?: string[];
            scopes: {
                environment: string;
                /** @description May hold wildcards. */
                secretPath: string;
            }[];
            /** @description The id of its one project. */
            workspace: string;
        };
        Status: {
            date?: string;
            message: string;
        };
        Tag: {
            id?: string;
            name?: string;
            slug: string;
        };
        UniversalLogin: {
            clientId: string;
            clientSecret: string;
            /** @description 26 only. */
            organizationSlug?: string;
        };
        UpdateSecretsV3: components["schemas"]["BatchPlaceV3"] & components["schemas"]["ChangedSecrets"];
        UpdateSecretsV4: components["schemas"]["PlaceV4"] & components["schemas"]["ChangedSecrets"] & {
            /** @enum {string} */
            mode?: "failOnNotFound" | "upsert" | "ignore";
        };
        UpdateSecretV3: components["schemas"]["PlaceV3"] & components["schemas"]["ChangedSecret"];
        UpdateSecretV4: components["schemas"]["PlaceV4"] & components["schemas"]["ChangedSecret"];
        ValidationIssue: {
            code?: string;
            message: string;
            path?: (string | number)[];
        };
        WorkspaceEnvelope: {
            workspace: components["schemas"]["Project"];
        };
    };
    responses: {
        /** @description A refusal or a failure. 429 carries `retry-after` in seconds. A site that also serves the web page may answer any path with HTML and 200. */
        Failure: {
            headers: {
                /** @description Seconds to wait; on 429. */
                "retry-after"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorEnvelope"];
            };
        };
    };
    parameters: {
        /** @description The slug, not the name. */
        Environment: string;
        ExpandReferences: components["schemas"]["BooleanText"];
        FolderIdOrName: string;
        /** @description Absolute. Default "/". */
        FolderPath: string;
        /** @description One strong ETag. */
        IfNoneMatch: string;
        IncludeImports: components["schemas"]["BooleanText"];
        /** @description key=a,value=b|key=c,value=d */
        MetadataFilter: string;
        ProjectId: string;
        Recursive: components["schemas"]["BooleanText"];
        /** @description Percent-encoded; case counts. */
        SecretName: string;
        /** @description Absolute; case counts. Default "/". */
        SecretPath: string;
        SecretType: components["schemas"]["SecretType"];
        SecretVersion: number;
        Slug: string;
        /** @description Separated by commas. */
        TagSlugs: string;
        ViewSecretValue: components["schemas"]["BooleanText"];
        /** @description Wins over the slug when both are given. */
        WorkspaceId: string;
        /** @description Not looked up for service tokens. */
        WorkspaceSlug: string;
    };
    requestBodies: never;
    headers: {
        /** @description A hash of the body, strong. */
        ETag: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server is up. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    loginAws: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AwsLogin"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    loginAzure: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JwtLogin"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    loginGcp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JwtLogin"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    loginJwt: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JwtLogin"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    loginKubernetes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JwtLogin"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    loginLdap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LdapLogin"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    loginOidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JwtLogin"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    loginUniversal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UniversalLogin"];
            };
        };
        responses: {
            /** @description The access token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    subscribeProjectEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EventSubscription"];
            };
        };
        responses: {
            /** @description The stream. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    listFoldersV1: {
        parameters: {
            query: {
                environment: string;
                /** @description Absolute. Default "/". */
                path?: components["parameters"]["FolderPath"];
                workspaceId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One level of folders. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderList"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    createFolderV1: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateFolderV1"];
            };
        };
        responses: {
            /** @description The folder. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderEnvelope"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    deleteFolderV1: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                folderIdOrName: components["parameters"]["FolderIdOrName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteFolderV1"];
            };
        };
        responses: {
            /** @description The folder. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderEnvelope"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectEnvelope"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    getProjectBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: components["parameters"]["Slug"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    listSecretImportsV1: {
        parameters: {
            query: {
                environment: string;
                /** @description Absolute. Default "/". */
                path?: components["parameters"]["FolderPath"];
                workspaceId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The imports. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretImportList"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    getWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                workspaceId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceEnvelope"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    listFoldersV2: {
        parameters: {
            query: {
                environment: string;
                /** @description Absolute. Default "/". */
                path?: components["parameters"]["FolderPath"];
                projectId: string;
                recursive?: components["parameters"]["Recursive"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One level of folders. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderList"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    createFolderV2: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateFolderV2"];
            };
        };
        responses: {
            /** @description The folder. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderEnvelope"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    deleteFolderV2: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                folderIdOrName: components["parameters"]["FolderIdOrName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteFolderV2"];
            };
        };
        responses: {
            /** @description The folder. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FolderEnvelope"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    listSecretImportsV2: {
        parameters: {
            query: {
                environment: string;
                /** @description Absolute. Default "/". */
                path?: components["parameters"]["FolderPath"];
                projectId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The imports. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretImportList"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    getServiceToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token's own data. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceToken"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    getWorkspaceBySlug: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: components["parameters"]["Slug"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    createSecretsV3: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSecretsV3"];
            };
        };
        responses: {
            /** @description The secrets as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretsWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    deleteSecretsV3: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteSecretsV3"];
            };
        };
        responses: {
            /** @description The secrets as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretsWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    updateSecretsV3: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSecretsV3"];
            };
        };
        responses: {
            /** @description The secrets as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretsWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    listSecretsV3: {
        parameters: {
            query?: {
                /** @description The slug, not the name. */
                environment?: components["parameters"]["Environment"];
                expandSecretReferences?: components["parameters"]["ExpandReferences"];
                include_imports?: components["parameters"]["IncludeImports"];
                recursive?: components["parameters"]["Recursive"];
                /** @description Absolute; case counts. Default "/". */
                secretPath?: components["parameters"]["SecretPath"];
                /** @description Wins over the slug when both are given. */
                workspaceId?: components["parameters"]["WorkspaceId"];
                /** @description Not looked up for service tokens. */
                workspaceSlug?: components["parameters"]["WorkspaceSlug"];
            };
            header?: {
                /** @description One strong ETag. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secrets; nothing of the imports is merged in. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretList"];
                };
            };
            /** @description Nothing changed since the ETag; no body. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Failure"];
        };
    };
    getSecretV3: {
        parameters: {
            query?: {
                /** @description The slug, not the name. */
                environment?: components["parameters"]["Environment"];
                expandSecretReferences?: components["parameters"]["ExpandReferences"];
                include_imports?: components["parameters"]["IncludeImports"];
                /** @description Absolute; case counts. Default "/". */
                secretPath?: components["parameters"]["SecretPath"];
                type?: components["parameters"]["SecretType"];
                version?: components["parameters"]["SecretVersion"];
                /** @description Wins over the slug when both are given. */
                workspaceId?: components["parameters"]["WorkspaceId"];
                /** @description Not looked up for service tokens. */
                workspaceSlug?: components["parameters"]["WorkspaceSlug"];
            };
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretEnvelope"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    createSecretV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSecretV3"];
            };
        };
        responses: {
            /** @description The secret as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    deleteSecretV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteSecretV3"];
            };
        };
        responses: {
            /** @description The secret as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    updateSecretV3: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSecretV3"];
            };
        };
        responses: {
            /** @description The secret as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    listSecretsV4: {
        parameters: {
            query: {
                /** @description The slug, not the name. */
                environment?: components["parameters"]["Environment"];
                expandSecretReferences?: components["parameters"]["ExpandReferences"];
                include_imports?: components["parameters"]["IncludeImports"];
                /** @description key=a,value=b|key=c,value=d */
                metadataFilter?: components["parameters"]["MetadataFilter"];
                projectId: components["parameters"]["ProjectId"];
                recursive?: components["parameters"]["Recursive"];
                /** @description Absolute; case counts. Default "/". */
                secretPath?: components["parameters"]["SecretPath"];
                /** @description Separated by commas. */
                tagSlugs?: components["parameters"]["TagSlugs"];
                viewSecretValue?: components["parameters"]["ViewSecretValue"];
            };
            header?: {
                /** @description One strong ETag. */
                "if-none-match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secrets; nothing of the imports is merged in. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretList"];
                };
            };
            /** @description Nothing changed since the ETag; no body. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Failure"];
        };
    };
    getSecretV4: {
        parameters: {
            query: {
                /** @description The slug, not the name. */
                environment?: components["parameters"]["Environment"];
                expandSecretReferences?: components["parameters"]["ExpandReferences"];
                include_imports?: components["parameters"]["IncludeImports"];
                projectId: components["parameters"]["ProjectId"];
                /** @description Absolute; case counts. Default "/". */
                secretPath?: components["parameters"]["SecretPath"];
                type?: components["parameters"]["SecretType"];
                version?: components["parameters"]["SecretVersion"];
                viewSecretValue?: components["parameters"]["ViewSecretValue"];
            };
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretEnvelope"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    createSecretV4: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSecretV4"];
            };
        };
        responses: {
            /** @description The secret as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    deleteSecretV4: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteSecretV4"];
            };
        };
        responses: {
            /** @description The secret as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    updateSecretV4: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Percent-encoded; case counts. */
                secretName: components["parameters"]["SecretName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSecretV4"];
            };
        };
        responses: {
            /** @description The secret as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    createSecretsV4: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateSecretsV4"];
            };
        };
        responses: {
            /** @description The secrets as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretsWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    deleteSecretsV4: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteSecretsV4"];
            };
        };
        responses: {
            /** @description The secrets as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretsWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
    updateSecretsV4: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSecretsV4"];
            };
        };
        responses: {
            /** @description The secrets as written, or the approval that was asked for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecretsWritten"];
                };
            };
            default: components["responses"]["Failure"];
        };
    };
}
