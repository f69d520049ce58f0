import { certificateRequestSchema } from '../../api/certificate-request/schema.ts';
import { certificateSchema } from '../../api/certificate/schema.ts';
import { challengeSchema } from '../../api/challenge/schema.ts';
import { clusterIssuerSchema, issuerSchema } from '../../api/issuer/schema.ts';
import {
  certificateRequests,
  certificates,
  challenges,
  clusterIssuers,
  issuers,
  orders,
} from '../../api/kinds.ts';
import { orderSchema } from '../../api/order/schema.ts';
import type { Resource } from '../../api/resource.ts';
import type { KindSchema } from '../../api/schema/kind.ts';

/** A column of `kubectl get`. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'date';
  readonly jsonPath: string;
  readonly description?: string;
  /** 1: only with `-o wide`. */
  readonly priority?: 1;
}

/** A kind of ours, and how `kubectl` deals with it. */
export interface CrdKind {
  readonly resource: Resource;
  readonly schema: KindSchema;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly columns: readonly Column[];
  /** JSON paths that field selectors may use. */
  readonly selectableFields: readonly string[];
}

const issuerRefFields = ['.spec.issuerRef.group', '.spec.issuerRef.kind', '.spec.issuerRef.name'];
const categories = ['cert-manager'];
const acmeCategories = ['cert-manager', 'cert-manager-acme'];

const age: Column = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  description: 'When the object was made, as seen by the API server.',
};

function column(name: string, jsonPath: string): Column {
  return { name, type: 'string', jsonPath };
}

function wide(name: string, jsonPath: string): Column {
  return { ...column(name, jsonPath), priority: 1 };
}

function ofCondition(type: string, member: 'status' | 'message'): string {
  return `.status.conditions[?(@.type == "${type}")].${member}`;
}

const ready = column('Ready', ofCondition('Ready', 'status'));
const readyMessage = wide('Status', ofCondition('Ready', 'message'));
const issuerName = '.spec.issuerRef.name';

/** The six kinds, in the order of the documentation. */
export const crdKinds: readonly CrdKind[] = [
  {
    resource: certificates,
    schema: certificateSchema,
    shortNames: ['cert', 'certs'],
    categories,
    columns: [ready, column('Secret', '.spec.secretName'), wide('Issuer', issuerName), readyMessage, age],
    selectableFields: issuerRefFields,
  },
  {
    resource: certificateRequests,
    schema: certificateRequestSchema,
    shortNames: ['cr', 'crs'],
    categories,
    columns: [
      column('Approved', ofCondition('Approved', 'status')),
      column('Denied', ofCondition('Denied', 'status')),
      ready,
      column('Issuer', issuerName),
      column('Requester', '.spec.username'),
      readyMessage,
      age,
    ],
    selectableFields: issuerRefFields,
  },
  {
    resource: issuers,
    schema: issuerSchema,
    shortNames: ['iss'],
    categories,
    columns: [ready, readyMessage, age],
    selectableFields: [],
  },
  {
    resource: clusterIssuers,
    schema: clusterIssuerSchema,
    shortNames: ['ciss'],
    categories,
    columns: [ready, readyMessage, age],
    selectableFields: [],
  },
  {
    resource: orders,
    schema: orderSchema,
    shortNames: [],
    categories: acmeCategories,
    columns: [
      column('State', '.status.state'),
      wide('Issuer', issuerName),
      wide('Reason', '.status.reason'),
      age,
    ],
    selectableFields: issuerRefFields,
  },
  {
    resource: challenges,
    schema: challengeSchema,
    shortNames: [],
    categories: acmeCategories,
    columns: [
      column('State', '.status.state'),
      column('Domain', '.spec.dnsName'),
      wide('Reason', '.status.reason'),
      age,
    ],
    selectableFields: issuerRefFields,
  },
];
