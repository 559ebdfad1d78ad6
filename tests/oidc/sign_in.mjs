// deskbridge signs in at a certified OpenID provider by every way that both know.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../wire/sandbox.mjs';
import { browser } from './person.mjs';
import { startProvider } from './provider.mjs';

const [deskbridge, sandboxProgram, npmFolder] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'deskbridge-oidc-'));
const write = (name, text) => writeFileSync(join(folder, name), text, { mode: 0o600 });

execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '90', '-subj', '/CN=deskbridge',
                         '-keyout', join(folder, 'key'), '-out', join(folder, 'cert')], { stdio: 'ignore' });
const certificate = readFileSync(join(folder, 'cert'), 'utf8');
write('given.pem', certificate + readFileSync(join(folder, 'key'), 'utf8'));
const jwk = { ...createPublicKey(certificate).export({ format: 'jwk' }), use: 'sig', alg: 'PS256' };

const provider = await startProvider(npmFolder, jwk);
const sandbox = await startSandbox(sandboxProgram, 'services', ['Widgets=agile']);
await sandbox.turn({ 'work.any_bearer': true });
write('given.secret', 'a-secret-of-an-app-that-is-long-enough\n');
write('mapping.json', '{ "name": "Every ticket", "extends": "deskpro-agile-bug", "select": "true", "project": "Widgets" }');

function configure(auth) {
    const work = new URL(sandbox.base);
    write('bridge.json', JSON.stringify({
        state: 'state.db',
        tenants: [{ name: 'demo', desk: { kind: 'deskpro', url: sandbox.desk, api_key: { file: sandbox.deskKeyFile } },
                    work: { kind: 'azure-devops', url: work.origin, organization: work.pathname.slice(1),
                            auth: { tenant_id: 'contoso.example', authority: provider.issuer, scopes: ['openid', 'offline_access', 'work'], ...auth } },
                    mappings: ['mapping.json'] }],
    }));
}

/** Runs to the end; `meet` sees what was said so far each time more is. */
function run(words, meet = () => {}) {
    return new Promise((resolve) => {
        const program = spawn(deskbridge, ['--config', join(folder, 'bridge.json'), ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
        let out = '', err = '';
        program.stdout.on('data', (text) => { out += text; meet(out); });
        program.stderr.on('data', (text) => (err += text));
        program.on('close', (code) => resolve({ code, out, err }));
    });
}

async function logIn() {
    let page;
    const ended = await run(['auth', 'login'], (said) => {
        const address = said.match(/ {2}(http\S+)\n\n/)?.[1];
        if (!address || page) return;
        page = browser(provider.issuer).go(address)
            .then(({ url }) => fetch(url.replace('http://localhost', 'http://127.0.0.1')))
            .then((answer) => answer.text());
    });
    return { ...ended, page: await page };
}

const walks = {
    async 'authorization code with PKCE, and a page at the end'() {
        configure({ method: 'entra-user', client_id: 'public' });
        const told = await logIn();
        assert.equal(told.code, 0, told.out + told.err);
        assert.match(told.page, /You are signed in/);
    },
    async 'a refresh token that is replaced with every use'() {
        const before = provider.counts.renewals;
        while (provider.counts.renewals < before + 4) {
            const told = await run(['check']);
            assert.ok(told.code <= 1, told.out + told.err);
        }
        assert.equal(provider.counts.refused, 0);
    },
    async 'two programs that renew at once'() {
        const before = provider.counts.renewals;
        while (provider.counts.renewals < before + 4) {
            const told = await Promise.all([run(['check']), run(['check']), run(['check'])]);
            for (const one of told) assert.ok(one.code <= 1, one.out + one.err);
        }
        assert.equal(provider.counts.refused, 0);
    },
    async 'an answer that is lost where tokens are used once: a clear end, and a new sign-in'() {
        provider.loseNextAnswer();
        let told = { code: 0 };
        while (told.code <= 1) told = await run(['check']);
        while (told.code === 4) told = await run(['check']);
        assert.equal(told.code, 3, told.out + told.err);
        assert.match(told.out, /the answer to the renewal before was lost/);
        const refused = provider.counts.refused;
        assert.equal((await run(['check'])).code, 3);
        assert.equal(provider.counts.refused, refused, 'what was refused is not sent again');
        assert.equal((await logIn()).code, 0);
    },
    async 'a code on another device'() {
        let entered;
        const told = await run(['auth', 'login', '--device-code'], (said) => {
            const [, address, code] = said.match(/Open (\S+) on any device and enter the code (\S+)/) ?? [];
            if (code && !entered) entered = browser(provider.issuer).enter(address, code);
        });
        await entered;
        assert.equal(told.code, 0, told.out + told.err);
    },
    async 'a program by its secret'() {
        configure({ method: 'entra-app', client_id: 'app', client_secret: { file: 'given.secret' }, scopes: ['work'] });
        const told = await run(['check']);
        assert.ok(told.code <= 1, told.out + told.err);
        assert.ok(provider.counts.alone > 0);
    },
    async 'a program by its certificate, whose assertion somebody else verifies'() {
        configure({ method: 'entra-app', client_id: 'certified', certificate: { file: 'given.pem' }, scopes: ['work'] });
        const before = provider.counts.alone;
        const told = await run(['check']);
        assert.ok(told.code <= 1, told.out + told.err);
        assert.ok(provider.counts.alone > before);
    },
    async 'nothing secret in what the program leaves'() {
        for (const name of readdirSync(folder)) {
            if (name.startsWith('given.') || name === 'key') continue;
            const bytes = readFileSync(join(folder, name), 'latin1');
            assert.doesNotMatch(bytes, /a-secret-of-an-app|BEGIN (RSA )?PRIVATE KEY/, name);
        }
    },
};

let failed = 0;
for (const [name, walk] of Object.entries(walks)) {
    try {
        await walk();
        console.log(`ok      ${name}`);
    } catch (error) {
        failed += 1;
        console.log(`FAILED  ${name}\n${error.stack}`);
    }
}
await sandbox.stop();
await provider.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
