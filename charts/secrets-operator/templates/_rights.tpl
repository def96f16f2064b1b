{{/* Generated from the manifests of the plugins; change those and run "npm run generate". */}}
{{- define "infisical-operator.rules.watched" -}}
- apiGroups: [""]
  resources: ["events"]
  verbs: ["create", "patch"]
{{- if and (eq .Values.crossNamespace "Grant") (or (not .Values.scopedRBAC) (gt (len (include "infisical-operator.namespaces" . | fromJsonArray)) 1)) }}
- apiGroups: [""]
  resources: ["namespaces"]
  verbs: ["get"]
{{- end }}
{{- if and (eq .Values.crossNamespace "Grant") (not (include "infisical-operator.namespaces" . | fromJsonArray)) }}
- apiGroups: [""]
  resources: ["namespaces"]
  verbs: ["list", "watch"]
{{- end }}
{{- if .Values.plugins.auth.universalAuth.enabled }}
# auth.universal
- apiGroups: [""]
  resources: ["secrets"]
  verbs: ["get", "list", "watch"]
{{- end }}
{{- if .Values.plugins.auth.kubernetesAuth.enabled }}
# auth.kubernetes
- apiGroups: [""]
  resources: ["serviceaccounts"]
  verbs: ["get", "list", "watch"]
- apiGroups: [""]
  resources: ["secrets"]
  verbs: ["get", "list", "watch"]
- apiGroups: [""]
  resources: ["serviceaccounts/token"]
  verbs: ["create"]
{{- end }}
{{- if .Values.plugins.auth.ldapAuth.enabled }}
# auth.ldap
- apiGroups: [""]
  resources: ["secrets"]
  verbs: ["get", "list", "watch"]
{{- end }}
{{- if .Values.plugins.auth.serviceToken.enabled }}
# auth.service-token
- apiGroups: [""]
  resources: ["secrets"]
  verbs: ["get", "list", "watch"]
{{- end }}
{{- if .Values.plugins.sync.enabled }}
# sync.target-secret
- apiGroups: [""]
  resources: ["secrets"]
  verbs: ["get", "list", "watch", "create", "patch", "delete"]
{{- end }}
{{- if .Values.plugins.sync.enabled }}
# sync.target-config-map
- apiGroups: [""]
  resources: ["configmaps"]
  verbs: ["get", "list", "watch", "create", "patch", "delete"]
{{- end }}
{{- if and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.deployments }}
# reload.deployment
- apiGroups: ["apps"]
  resources: ["deployments"]
  verbs: ["list", "watch", "patch"]
{{- end }}
{{- if and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.statefulSets }}
# reload.stateful-set
- apiGroups: ["apps"]
  resources: ["statefulsets"]
  verbs: ["list", "watch", "patch"]
{{- end }}
{{- if and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.daemonSets }}
# reload.daemon-set
- apiGroups: ["apps"]
  resources: ["daemonsets"]
  verbs: ["list", "watch", "patch"]
{{- end }}
{{- if and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.rollouts }}
# reload.argo-rollout
- apiGroups: ["argoproj.io"]
  resources: ["rollouts"]
  verbs: ["list", "watch", "patch"]
{{- end }}
{{- if and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.cronJobs }}
# reload.cron-job
- apiGroups: ["batch"]
  resources: ["cronjobs"]
  verbs: ["list", "watch", "patch"]
{{- end }}
{{- if .Values.plugins.sync.enabled }}
# sync.infisical-secret
- apiGroups: ["secrets.infisical.com"]
  resources: ["infisicalsecrets"]
  verbs: ["get", "list", "watch", "patch"]
- apiGroups: ["secrets.infisical.com"]
  resources: ["infisicalsecrets/status"]
  verbs: ["patch"]
{{- end }}
{{- if .Values.plugins.push.enabled }}
# push.infisical-push-secret
- apiGroups: ["secrets.infisical.com"]
  resources: ["infisicalpushsecrets"]
  verbs: ["get", "list", "watch", "patch"]
- apiGroups: ["secrets.infisical.com"]
  resources: ["infisicalpushsecrets/status"]
  verbs: ["patch"]
- apiGroups: [""]
  resources: ["secrets"]
  verbs: ["get", "list", "watch"]
{{- end }}
{{- end }}

{{- define "infisical-operator.rules.cluster" -}}
{{- if .Values.plugins.push.enabled }}
# push.generators
- apiGroups: ["secrets.infisical.com"]
  resources: ["clustergenerators"]
  verbs: ["get"]
- apiGroups: [""]
  resources: ["secrets"]
  verbs: ["create", "patch"]
{{- end }}
{{- end }}

{{- define "infisical-operator.rules.config" -}}
- apiGroups: [""]
  resources: ["configmaps"]
  resourceNames: ["infisical-config"]
  verbs: ["get", "list", "watch"]
{{- end }}

{{- define "infisical-operator.rules.lease" -}}
- apiGroups: ["coordination.k8s.io"]
  resources: ["leases"]
  verbs: ["get", "create", "update"]
{{- end }}

{{- define "infisical-operator.disabledPlugins" -}}
{{- $off := list }}
{{- if not (.Values.plugins.auth.universalAuth.enabled) }}{{ $off = append $off "auth.universal" }}{{ end }}
{{- if not (.Values.plugins.auth.kubernetesAuth.enabled) }}{{ $off = append $off "auth.kubernetes" }}{{ end }}
{{- if not (.Values.plugins.auth.awsIamAuth.enabled) }}{{ $off = append $off "auth.aws-iam" }}{{ end }}
{{- if not (.Values.plugins.auth.azureAuth.enabled) }}{{ $off = append $off "auth.azure" }}{{ end }}
{{- if not (.Values.plugins.auth.gcpIdTokenAuth.enabled) }}{{ $off = append $off "auth.gcp-id-token" }}{{ end }}
{{- if not (.Values.plugins.auth.gcpIamAuth.enabled) }}{{ $off = append $off "auth.gcp-iam" }}{{ end }}
{{- if not (.Values.plugins.auth.ldapAuth.enabled) }}{{ $off = append $off "auth.ldap" }}{{ end }}
{{- if not (.Values.plugins.auth.serviceToken.enabled) }}{{ $off = append $off "auth.service-token" }}{{ end }}
{{- if not (or .Values.plugins.sync.enabled .Values.plugins.push.enabled) }}{{ $off = append $off "sync.target-secret" }}{{ end }}
{{- if not (.Values.plugins.sync.enabled) }}{{ $off = append $off "sync.target-config-map" }}{{ end }}
{{- if not (and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.deployments) }}{{ $off = append $off "reload.deployment" }}{{ end }}
{{- if not (and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.statefulSets) }}{{ $off = append $off "reload.stateful-set" }}{{ end }}
{{- if not (and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.daemonSets) }}{{ $off = append $off "reload.daemon-set" }}{{ end }}
{{- if not (and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.rollouts) }}{{ $off = append $off "reload.argo-rollout" }}{{ end }}
{{- if not (and .Values.plugins.sync.enabled .Values.plugins.reload.enabled .Values.plugins.reload.cronJobs) }}{{ $off = append $off "reload.cron-job" }}{{ end }}
{{- if not (.Values.plugins.sync.enabled) }}{{ $off = append $off "sync.infisical-secret" }}{{ end }}
{{- if not (.Values.plugins.push.enabled) }}{{ $off = append $off "push.generators" }}{{ end }}
{{- if not (.Values.plugins.push.enabled) }}{{ $off = append $off "push.infisical-push-secret" }}{{ end }}
{{- join "," $off }}
{{- end }}
