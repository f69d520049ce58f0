import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Response, fetch } from 'undici';
import packet from 'dns-packet';
import { startFakeNameserver } from '../test/fakes/nameserver/fake-nameserver.ts';
import type { FakeNameserver, ScriptedReply } from '../test/fakes/nameserver/fake-nameserver.ts';
import type { Fetch } from './provider.ts';
import { askServer } from './query.ts';

const question = { name: '_acme-challenge.example.com.', type: 'TXT' } as const;
const reply: ScriptedReply = {
  answers: [
    { name: '_acme-challenge.example.com', type: 'TXT', ttl: 60, data: ['the first half, ', 'the second'] },
  ],
};
const whole = 'the first half, the second';

describe('one question to one server', () => {
  let nameserver: FakeNameserver;
  beforeEach(async () => {
    nameserver = await startFakeNameserver(() => reply);
  });
  afterEach(() => nameserver.stop());
  const ask = () => askServer({ server: nameserver.server, question, recursionDesired: false }, fetch);

  it('goes by UDP with EDNS, and joins the strings of a TXT record', async () => {
    const answer = await ask();

    expect(answer).toMatchObject({ rcode: 'NOERROR', authoritative: true });
    expect(answer.answers).toEqual([{ type: 'TXT', name: question.name, ttlSeconds: 60, value: whole }]);
    expect(nameserver.asked).toEqual([
      { name: question.name, type: 'TXT', over: 'udp', recursionDesired: false, edns: true },
    ]);
  });

  it('is asked again by TCP when the answer was cut short', async () => {
    nameserver.script = ({ over }) => (over === 'udp' ? { truncated: true } : reply);

    expect((await ask()).answers).toMatchObject([{ value: whole }]);
    expect(nameserver.asked.map(({ over }) => over)).toEqual(['udp', 'tcp']);
  });

  it('is sent twice by UDP and then by TCP when nothing comes back', async () => {
    nameserver.script = ({ over }) => (over === 'udp' ? 'silence' : reply);

    expect((await ask()).answers).toMatchObject([{ value: whole }]);
    expect(nameserver.asked.map(({ over }) => over)).toEqual(['udp', 'udp', 'tcp']);
  });

  it.each(['id', 'question'] as const)('takes no answer with another %s', async (forgedFirst) => {
    nameserver.script = () => ({ ...reply, forgedFirst });

    expect((await ask()).answers).toMatchObject([{ value: whole }]);
  });

  it('is asked without EDNS when the server does not know it', async () => {
    nameserver.script = ({ edns }) => (edns ? { rcode: 'FORMERR' } : reply);

    expect((await ask()).rcode).toBe('NOERROR');
    expect(nameserver.asked.map(({ edns }) => edns)).toEqual([true, false]);
  });

  it('ends with the same words every time when there is no server', async () => {
    await nameserver.stop();
    nameserver = await startFakeNameserver(() => 'silence');
    const { server } = nameserver;
    await nameserver.stop();
    const failing = () => askServer({ server, question, recursionDesired: false }, fetch);

    await expect(failing()).rejects.toThrow(`${server} refused the connection`);
    nameserver = await startFakeNameserver(() => reply);
  });
});

describe('a question over HTTPS', () => {
  const answering = (respond: (query: Buffer) => Response): Fetch =>
    ((_url: string, init: { body: Buffer }) => Promise.resolve(respond(init.body))) as unknown as Fetch;
  const ask = (fetch: Fetch) =>
    askServer({ server: 'https://dns.example/dns-query', question, recursionDesired: true }, fetch);

  it('has id 0, so that caches may answer', async () => {
    let id: number | undefined;
    const answer = await ask(
      answering((query) => {
        const { id: sent, questions = [] } = packet.decode(query);
        id = sent;
        return new Response(
          packet.encode({ type: 'response', id: 0, questions, answers: [...(reply.answers ?? [])] }),
        );
      }),
    );

    expect(id).toBe(0);
    expect(answer.answers).toMatchObject([{ value: whole }]);
  });

  it('tells of a status that is no success', async () => {
    const asked = ask(answering(() => new Response('busy', { status: 503 })));

    await expect(asked).rejects.toThrow('https://dns.example/dns-query answered with HTTP status 503');
  });

  it('takes no page for an answer', async () => {
    const asked = ask(answering(() => new Response('<html>')));

    await expect(asked).rejects.toThrow(
      'https://dns.example/dns-query answered with something that is no DNS message',
    );
  });
});
