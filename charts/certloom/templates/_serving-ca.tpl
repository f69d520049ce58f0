{{/* The Secret with the CA of a role's serving certificate. Call with root and component. */}}
{{- define "certloom.servingCaName" -}}
{{ include "certloom.fullname" .root }}-{{ .component }}-ca
{{- end -}}

{{- define "certloom.servingCa" -}}
- apiGroups: ['']
  resources: [secrets]
  verbs: [create] # a name cannot be demanded of what does not exist yet
- apiGroups: ['']
  resources: [secrets]
  resourceNames: [{{ include "certloom.servingCaName" . }}]
  verbs: [get, update, patch]
{{- end -}}

{{/* The flags for it: the names under which the API server calls the role's Service, or the operator's files. */}}
{{- define "certloom.servingCaArgs" -}}
{{- $service := printf "%s-%s.%s" (include "certloom.fullname" .root) .component .root.Release.Namespace -}}
{{- if .servingSecret -}}
{{- list
  "--tls-cert-file=/etc/certloom-serving/tls.crt"
  "--tls-private-key-file=/etc/certloom-serving/tls.key"
| toJson -}}
{{- else -}}
{{- list
  (printf "--dynamic-serving-ca-secret-namespace=%s" .root.Release.Namespace)
  (printf "--dynamic-serving-ca-secret-name=%s" (include "certloom.servingCaName" .))
  (printf "--dynamic-serving-dns-names=%s.svc" $service)
| toJson -}}
{{- end -}}
{{- end -}}

{{/* The Service of a role that the API server calls. Call with root and component. */}}
{{- define "certloom.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "certloom.fullname" .root }}-{{ .component }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "certloom.labels" . | nindent 4 }}
spec:
  type: ClusterIP
  selector:
    {{- include "certloom.selectorLabels" . | nindent 4 }}
  ports:
    - { name: https, port: 443, targetPort: https, protocol: TCP }
    - { name: metrics, port: 9402, targetPort: metrics, protocol: TCP }
{{- end -}}

{{- define "certloom.servingPorts" -}}
{{- list
  (dict "name" "https" "containerPort" (int .values.securePort))
  (dict "name" "metrics" "containerPort" 9402)
| toJson -}}
{{- end -}}
