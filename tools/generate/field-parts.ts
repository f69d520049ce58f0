import { conditions, conditionsOfOneGeneration } from '../../api/schema/status.ts';
import { issuerRef, localRef, secretKeyRef, serviceAccountRef } from '../../api/schema/references.ts';
import { affinity, labelSelector, nodeTerm, podTerm } from '../../api/issuer/solver/affinity.schema.ts';
import { podTemplate } from '../../api/issuer/solver/pod-template.schema.ts';
import { podSecurityContext } from '../../api/issuer/solver/security-context.schema.ts';
import { solver } from '../../api/issuer/solver/solver.schema.ts';
import { plain, type SchemaNode } from './structural.ts';

/** A shape that occurs in several places and is described once. */
export interface Part {
  readonly title: string;
  readonly description: string;
  readonly schema: SchemaNode;
}

function part(title: string, description: string, schema: object): Part {
  return { title, description, schema: plain(schema) };
}

function entryOf(list: { readonly items: object }): object {
  return list.items;
}

/** In the order of the documentation. */
export const parts: readonly Part[] = [
  part('Solver', 'One way to prove control over names to an ACME server.', solver('')),
  part('PodTemplate', 'Changes to the pod that answers an HTTP-01 challenge.', podTemplate),
  part('Affinity', 'Which nodes the pod runs on, and near which other pods.', affinity),
  part('PodSecurityContext', 'Security settings of a pod.', podSecurityContext),
  part('NodeTerm', 'Demands on a node that must all hold.', nodeTerm('')),
  part('PodTerm', 'Pods that are meant, and what counts as near.', podTerm('')),
  part('LabelSelector', 'Demands on labels that must all hold.', labelSelector('')),
  part('IssuerRef', 'Who issues.', issuerRef('')),
  part('SecretKeyRef', 'One entry of a Secret.', secretKeyRef('')),
  part('ServiceAccountRef', 'A ServiceAccount to ask a token for.', serviceAccountRef('')),
  part('LocalRef', 'Another object by name.', localRef('')),
  part('Condition', 'One statement about the object.', entryOf(conditions(''))),
  part(
    'RequestCondition',
    'One statement about a CertificateRequest.',
    entryOf(conditionsOfOneGeneration('')),
  ),
];

function shape({ description: _description, ...rest }: SchemaNode): string {
  return JSON.stringify(rest);
}

/** The part that looks just like this schema, whatever its description says. */
export function partLike(node: SchemaNode): Part | undefined {
  const wanted = shape(node);
  return parts.find(({ schema }) => shape(schema) === wanted);
}
