import type { TreeRule } from '../../rule.ts';
import { acmeCommonNameIsAName } from './acme-common-name-is-a-name.ts';
import { acmeIsToldTheDuration } from './acme-is-told-the-duration.ts';
import { acmeOrdersNamesOnly } from './acme-orders-names-only.ts';
import { issuerComesFirst } from './issuer-comes-first.ts';
import { issuerIsInTheTree } from './issuer-is-in-the-tree.ts';
import { namesHaveASolver } from './names-have-a-solver.ts';
import { objectIsDefinedOnce } from './object-is-defined-once.ts';
import { secretHasOneOwner } from './secret-has-one-owner.ts';
import { secretIsNotTheIssuersOwn } from './secret-is-not-the-issuers-own.ts';
import { secretNameIsUsedOnce } from './secret-name-is-used-once.ts';
import { selfSignedCertificatesHaveASubject } from './self-signed-certificates-have-a-subject.ts';
import { venafiCertificatesHaveASubject } from './venafi-certificates-have-a-subject.ts';

/** What only shows when the objects of a tree are seen together. */
export const referenceRules: readonly TreeRule[] = [
  objectIsDefinedOnce,
  secretNameIsUsedOnce,
  secretHasOneOwner,
  secretIsNotTheIssuersOwn,
  issuerIsInTheTree,
  issuerComesFirst,
  namesHaveASolver,
  acmeCommonNameIsAName,
  acmeOrdersNamesOnly,
  acmeIsToldTheDuration,
  venafiCertificatesHaveASubject,
  selfSignedCertificatesHaveASubject,
];
