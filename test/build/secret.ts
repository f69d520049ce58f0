import { secrets, type Secret } from '../../api/secret.ts';
import { metadataOf, type Overrides } from './object.ts';

interface SecretOverrides extends Pick<Overrides<object, object>, 'name' | 'namespace' | 'metadata'> {
  readonly type?: string;
  /** Plain text; the builder encodes it. */
  readonly text?: Readonly<Record<string, string>>;
}

/** `web/shop-tls`: a Secret with these entries, none by default. */
export function secret({
  type = 'Opaque',
  text = {},
  name = 'shop-tls',
  ...metadata
}: SecretOverrides = {}): Secret {
  const encode = (value: string) => Buffer.from(value).toString('base64');
  const { generation: _none, ...meta } = metadataOf(secrets, { name, ...metadata });
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: meta,
    type,
    data: Object.fromEntries(Object.entries(text).map(([key, value]) => [key, encode(value)])),
  };
}
