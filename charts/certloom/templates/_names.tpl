{{- define "certloom.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "certloom.clusterResourceNamespace" -}}
{{- .Values.clusterResourceNamespace | default .Release.Namespace -}}
{{- end -}}

{{/* Labels of every object. Call with (dict "root" $ "component" "controller"). */}}
{{- define "certloom.labels" -}}
{{ include "certloom.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/part-of: certloom
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Labels that select the Pods of a component: they never change. */}}
{{- define "certloom.selectorLabels" -}}
app.kubernetes.io/name: certloom
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* Every API group in which the controller may call solvers. */}}
{{- define "certloom.solverGroupNames" -}}
{{- $own := list -}}
{{- if .Values.dnsSolver.enabled }}{{- $own = .Values.dnsSolver.groupNames }}{{- end -}}
{{- concat $own .Values.controller.dns01.solverGroupNames | uniq | toJson -}}
{{- end -}}
