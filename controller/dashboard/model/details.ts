import type { Certificate } from '../../../api/certificate/certificate.ts';
import { effectivePrivateKey } from '../../../api/certificate/defaults.ts';
import { type Life, lifeOf } from './life.ts';
import { type Link, linksOf } from './links.ts';
import { type Summary, summaryOf } from './summary.ts';
import type { View } from './view.ts';

/** Everything that the page of one Certificate shows. */
export interface Details {
  readonly summary: Summary;
  readonly life: Life;
  readonly chain: readonly Link[];
  readonly secretName: string;
  readonly revision: number;
  readonly privateKey: string;
  readonly commands: readonly Command[];
}

export interface Command {
  readonly purpose: string;
  readonly line: string;
}

export function detailsOf(view: View, certificate: Certificate): Details {
  const { spec, status } = certificate;
  const { algorithm, size, rotationPolicy } = effectivePrivateKey(spec);
  const summary = summaryOf(view, certificate);
  return {
    summary,
    life: lifeOf(view, certificate, summary.nextTry),
    chain: linksOf(view, certificate, summary),
    secretName: spec.secretName,
    revision: status?.revision ?? 0,
    privateKey: `${algorithm}${size === 0 ? '' : ` ${size}`}, rotation ${rotationPolicy}`,
    commands: commandsFor(summary),
  };
}

/** What helps next, in a shell; names are quoted where a shell would take them for more. */
function commandsFor({ namespace, name, state, why }: Summary): readonly Command[] {
  const at = `-n ${shellWord(namespace)}`;
  const described = ['Order', 'Challenge', 'CertificateRequest'].includes(why?.from.kind ?? '')
    ? why?.from
    : undefined;
  const failing = described && {
    purpose: `What the ${described.kind} says, with its events`,
    line: `kubectl describe ${described.kind.toLowerCase()} ${at} ${shellWord(described.name)}`,
  };
  const renew = { purpose: retryPurpose(state), line: `cmctl renew ${at} ${shellWord(name)}` };
  return [
    ...(failing ? [failing] : []),
    { purpose: 'Everything, with events', line: `kubectl describe certificate ${at} ${shellWord(name)}` },
    { purpose: 'The whole chain at once', line: `cmctl status certificate ${at} ${shellWord(name)}` },
    ...(state === 'conflict' || state === 'issuing' || state === 'renewing' ? [] : [renew]),
  ];
}

function retryPurpose(state: Summary['state']): string {
  return state === 'ready' ? 'Renew now, before it is due' : 'Try again now, once the cause is mended';
}

function shellWord(text: string): string {
  return /^[A-Za-z0-9._/:@-]+$/.test(text) && !text.startsWith('-')
    ? text
    : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
