import { type Html, html } from '../html.ts';

/** A page that only says something. */
export function messagePage(title: string, ...paragraphs: readonly Html[]): Html {
  return html`<h1>${title}</h1>
    ${paragraphs.map((words) => html`<p>${words}</p>`)}`;
}

/** Only the replica that leads knows anything. */
export function waitingPage(leader: Leader | undefined): Html {
  if (leader === undefined) {
    return messagePage(
      'Not leading',
      html`This replica waits for the lease, and does not know yet who holds it. Load the page again in a
      moment.`,
    );
  }
  const { pod, namespace, port } = leader;
  return messagePage(
    'Not leading',
    html`This replica does not lead, so it knows nothing of the certificates. The one that leads is
      <code>${pod}</code>:`,
    html`<code class="command">kubectl port-forward -n ${namespace} pod/${pod} ${port}</code>`,
  );
}

/** Who holds the Lease. */
export interface Leader {
  readonly pod: string;
  readonly namespace: string;
  readonly port: number;
}
