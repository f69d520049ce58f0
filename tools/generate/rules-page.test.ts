import { describe, expect, it } from 'vitest';

import { sentenceOf } from '../../api/rule-sentence.ts';
import { rulesPage } from './rules-page.ts';

describe('an id as a sentence', () => {
  it.each([
    ['certificate/common-name-fits', 'Common name fits'],
    ['issuer/dns01-rfc2136-key-is-complete', 'DNS01 RFC2136 key is complete'],
    ['issuer/ca-urls-are-not-empty', 'CA URLs are not empty'],
  ])('%s is "%s"', (id, sentence) => {
    expect(sentenceOf(id)).toBe(sentence);
  });
});

describe('the page of rules', () => {
  const { content } = rulesPage();

  it('shows what is wrong, and what people are told', () => {
    expect(content).toContain(`### certificate/duration-is-an-hour-or-more

Duration is an hour or more. About \`spec.duration\`, refused.

Why: cert-manager's webhook refuses it as well. Source: cert-manager v1.21 CE23.

Guarded by the policies, too.

\`\`\`yaml
spec:
  secretName: shop-tls
  issuerRef:
    name: ca
  dnsNames:
    - shop.example
  duration: 59m
\`\`\`

\`\`\`text
spec.duration: Invalid value: "59m": must be at least 1h
\`\`\`

Mended, for example, by

\`\`\`diff
    dnsNames:
      - shop.example
-   duration: 59m
+   duration: 1h
\`\`\``);
  });

  it('shows both sides of a change', () => {
    expect(content).toMatch(/### challenge\/spec-is-frozen[^#]*```\n\nmay not become\n\n```yaml/);
  });

  it('cuts what is long', () => {
    expect(content).toContain('... (65 characters)');
  });
});
