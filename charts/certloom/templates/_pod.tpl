{{/*
A hardened Deployment of one role. Call with a dict:
  root, component   as for labels; component is also the role's name: certloom <component>
  values            of the role
  args              list
  ports             list of container ports
  probes            dict of livenessProbe and readinessProbe
  config            text of /etc/certloom/config.yaml, from the ConfigMap of the same name; none when empty
  servingSecret     Secret with the serving certificate, as files in /etc/certloom-serving; none when empty
*/}}
{{- define "certloom.deployment" -}}
{{- $name := printf "%s-%s" (include "certloom.fullname" .root) .component -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "certloom.labels" . | nindent 4 }}
spec:
  replicas: {{ .values.replicas }}
  selector:
    matchLabels:
      {{- include "certloom.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "certloom.selectorLabels" . | nindent 8 }}
        {{- with .root.Values.commonLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- with .values.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- if or .values.podAnnotations .config }}
      annotations:
        {{- with .values.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- with .config }}
        certloom/config-digest: {{ sha256sum . | trunc 16 | quote }}
        {{- end }}
      {{- end }}
    spec:
      serviceAccountName: {{ $name }}
      enableServiceLinks: false
      {{- with .root.Values.imagePullSecrets }}
      imagePullSecrets:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 65532
        runAsGroup: 65532
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: {{ .component }}
          image: {{ include "certloom.image" .root | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          args:
            - {{ .component }}
            {{- range concat .args .values.extraArgs }}
            - {{ . | quote }}
            {{- end }}
          ports:
            {{- toYaml .ports | nindent 12 }}
          {{- toYaml .probes | nindent 10 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          {{- if or .config .servingSecret }}
          volumeMounts:
            {{- if .config }}
            - { name: config, mountPath: /etc/certloom, readOnly: true }
            {{- end }}
            {{- if .servingSecret }}
            - { name: serving, mountPath: /etc/certloom-serving, readOnly: true }
            {{- end }}
      volumes:
        {{- if .config }}
        - name: config
          configMap:
            name: {{ $name }}
        {{- end }}
        {{- with .servingSecret }}
        - name: serving
          secret:
            secretName: {{ . }}
        {{- end }}
          {{- end }}
      {{- range $field := list "nodeSelector" "tolerations" "affinity" }}
      {{- with index $.values $field }}
      {{ $field }}:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- end }}
      topologySpreadConstraints:
        {{- if .values.topologySpreadConstraints }}
        {{- toYaml .values.topologySpreadConstraints | nindent 8 }}
        {{- else }}
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "certloom.selectorLabels" . | nindent 14 }}
        {{- end }}
{{- end -}}

{{- define "certloom.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A ServiceAccount for one role. Call with root, component, values. */}}
{{- define "certloom.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ include "certloom.fullname" .root }}-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "certloom.labels" . | nindent 4 }}
  {{- with .values.serviceAccount.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{/* A PodDisruptionBudget where there is more than one replica. Call with root, component, values. */}}
{{- define "certloom.podDisruptionBudget" -}}
{{- if and .values.podDisruptionBudget.enabled (gt (int .values.replicas) 1) -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "certloom.fullname" .root }}-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "certloom.labels" . | nindent 4 }}
spec:
  minAvailable: 1
  selector:
    matchLabels:
      {{- include "certloom.selectorLabels" . | nindent 6 }}
{{- end -}}
{{- end -}}

{{/*
A role or cluster role of one component with its binding to the component's ServiceAccount. Call with root, component and:
  kind      Role or ClusterRole
  name      ends the names of both
  namespace of a Role
  rules     YAML
*/}}
{{- define "certloom.grant" -}}
{{- $fullname := include "certloom.fullname" .root -}}
{{- $name := printf "%s-%s" $fullname .name -}}
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ .kind }}
metadata:
  name: {{ $name }}
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "certloom.labels" . | nindent 4 }}
rules:
  {{- .rules | trim | nindent 2 }}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: {{ .kind }}Binding
metadata:
  name: {{ $name }}
  {{- with .namespace }}
  namespace: {{ . }}
  {{- end }}
  labels:
    {{- include "certloom.labels" . | nindent 4 }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: {{ .kind }}
  name: {{ $name }}
subjects:
  - kind: ServiceAccount
    name: {{ $fullname }}-{{ .component }}
    namespace: {{ .root.Release.Namespace }}
{{- end -}}
