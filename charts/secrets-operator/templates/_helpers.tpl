{{/* Name of the chart, at most 63 characters. */}}
{{- define "infisical-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Name of the objects of the release, at most 52 characters, so that suffixes still fit. */}}
{{- define "infisical-operator.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- $name := include "infisical-operator.name" . }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 52 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "infisical-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "infisical-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "infisical-operator.labels" -}}
{{ include "infisical-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "infisical-operator.serviceAccountName" -}}
{{- $given := .Values.controllerManager.serviceAccount }}
{{- if $given.create }}{{ default (include "infisical-operator.fullname" .) $given.name }}{{ else }}{{ default "default" $given.name }}{{ end }}
{{- end }}

{{- define "infisical-operator.image" -}}
{{- $image := .Values.controllerManager.manager.image }}
{{- if $image.digest }}{{ printf "%s@%s" $image.repository $image.digest }}{{ else }}{{ printf "%s:%s" $image.repository (default .Chart.AppVersion $image.tag) }}{{ end }}
{{- end }}

{{/* Namespaces to work in, as JSON; an empty list stands for the whole cluster. */}}
{{- define "infisical-operator.namespaces" -}}
{{- $all := .Values.scopedNamespaces }}
{{- if .Values.scopedNamespace }}{{ $all = append $all .Values.scopedNamespace }}{{ end }}
{{- $all | uniq | toJson }}
{{- end }}

{{/* The given arguments without those that the chart of Infisical passes to its own operator. */}}
{{- define "infisical-operator.extraArgs" -}}
{{- $kept := list }}
{{- range .Values.controllerManager.manager.args }}
{{- if not (regexMatch "^--(metrics-bind-address|health-probe-bind-address|leader-elect|metrics-secure|enable-http2|namespaces?|zap-[a-z-]+|v)(=.*)?$" .) }}
{{- $kept = append $kept . }}
{{- end }}
{{- end }}
{{- $kept | toJson }}
{{- end }}

{{/* The other release that a definition in the cluster belongs to; empty when there is none. Helm refuses to touch what another release owns. */}}
{{- define "infisical-operator.crdOwner" -}}
{{- with lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" .name }}
{{- $annotations := default dict .metadata.annotations }}
{{- $name := get $annotations "meta.helm.sh/release-name" }}
{{- $namespace := get $annotations "meta.helm.sh/release-namespace" }}
{{- if or (ne $name $.release.Name) (ne $namespace $.release.Namespace) }}{{ if $name }}{{ printf "release %s of namespace %s" $name $namespace }}{{ else }}nobody that helm knows{{ end }}{{ end }}
{{- end }}
{{- end }}

{{/* The plugins of third parties that come as images, as JSON: each with its name, its volume, its image and when that is pulled. */}}
{{- define "infisical-operator.pluginImages" -}}
{{- $images := list }}
{{- $seen := list }}
{{- range $index, $plugin := .Values.plugins.extra }}
{{- $volume := printf "plugin-%s" (lower $plugin.name) }}
{{- if has $volume $seen }}{{ fail (printf "plugins.extra[%d]: the name %s is there twice; names are compared without case" $index $plugin.name) }}{{ end }}
{{- $seen = append $seen $volume }}
{{- if eq (empty $plugin.image) (empty $plugin.path) }}{{ fail (printf "plugins.extra[%d]: %s needs either an image or a path" $index $plugin.name) }}{{ end }}
{{- if $plugin.image }}
{{- $images = append $images (dict "name" $plugin.name "volume" $volume "image" $plugin.image "pullPolicy" (default "IfNotPresent" $plugin.pullPolicy)) }}
{{- end }}
{{- end }}
{{- $images | toJson }}
{{- end }}

{{/* The list of plugins of third parties, as the operator takes it. Kubernetes would replace $(NAME) in an argument. */}}
{{- define "infisical-operator.pluginList" -}}
{{- $list := list }}
{{- range .Values.plugins.extra }}
{{- $path := default (printf "/plugins/%s/plugin" .name) .path }}
{{- $list = append $list (dict "name" .name "path" $path "manifestSha256" .manifestSha256 "config" (default dict .config)) }}
{{- end }}
{{- $list | toJson | replace "$(" "$$(" }}
{{- end }}
