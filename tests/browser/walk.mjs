// A person signs in with a real browser, by every way that auth login knows.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../wire/sandbox.mjs';
import { start } from './program.mjs';

const [deskbridge, sandboxProgram, npmFolder, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(join(npmFolder, 'package.json'))('playwright-core');
const folder = mkdtempSync(join(tmpdir(), 'deskbridge-browser-'));
const write = (name, text, mode = 0o600) => writeFileSync(join(folder, name), text, { mode });

const sandbox = await startSandbox(sandboxProgram, 'services', ['Widgets=agile']);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
write('desk.secret', 'sandbox-desk-secret\n');
write('mapping.json', '{ "name": "Every ticket", "extends": "deskpro-agile-bug", "select": "true", "project": "Widgets" }');
const work = new URL(sandbox.base);
write('bridge.json', JSON.stringify({
    state: 'state.db',
    tenants: [{ name: 'demo',
                desk: { kind: 'deskpro', url: sandbox.desk, client_id: 'sandbox-desk', client_secret: { file: 'desk.secret' } },
                work: { kind: 'azure-devops', url: work.origin, organization: work.pathname.slice(1),
                        auth: { method: 'entra-user', tenant_id: 'contoso.example', authority: sandbox.signIn, client_id: 'sandbox-public' } },
                mappings: ['mapping.json'] }],
}));

const programs = [];
function run(words, environment) {
    const program = start(deskbridge, ['--config', join(folder, 'bridge.json'), ...words], environment);
    programs.push(program);
    return program;
}
const login = (...more) => run(['auth', 'login', '--side', 'work', ...more]);
const addressIn = async (program) => (await program.says(/ {2}(http\S+)\n\n/))[1];

/** A window of its own; what it loaded, and where a navigation ended that found nobody. */
async function open(address) {
    const page = await (await browser.newContext()).newPage();
    const seen = { page, loaded: [], nobody: undefined };
    page.on('request', (request) => seen.loaded.push(request.url()));
    page.on('requestfailed', (request) => { if (request.isNavigationRequest()) seen.nobody = request.url(); });
    await page.goto(address);
    return seen;
}

/** Presses the button of the consent page and waits for the page that follows. */
async function answer({ page }, button) {
    await Promise.all([page.waitForURL(/^http:\/\/localhost:\d+\//), page.click(button)]);
    return page.innerText('body');
}

const walks = {
    async 'accepted: the agent shows that one is signed in, and as whom'() {
        const program = login();
        const window = await open(await addressIn(program));
        assert.match(await window.page.innerText('body'), /The app sandbox-public wants to act as/);
        const last = await answer(window, '#accept');
        assert.match(last, /You are signed in/);
        assert.match(last, /as Maren Holt <\S+>\. You can close this window\./);
        const own = new URL(window.page.url()).origin;
        const foreign = window.loaded.filter((url) => ![own, sandbox.signIn].includes(new URL(url).origin));
        assert.deepEqual(foreign, [], 'the pages load nothing from elsewhere');
        const ended = await program.ended();
        assert.equal(ended.code, 0, ended.out + ended.err);
        assert.match(ended.out, /Nothing is missing/);
        await assert.rejects(window.page.goto(`${own}/`), 'nobody listens any more');
    },
    async 'declined: the page and the terminal say so'() {
        const program = login();
        const last = await answer(await open(await addressIn(program)), '#decline');
        assert.match(last, /The sign-in did not work/);
        assert.match(last, /declined/);
        const ended = await program.ended();
        assert.equal(ended.code, 3, ended.out + ended.err);
        assert.match(ended.err, /declined/);
    },
    async 'accepted, but refused by the service: the page says what to do'() {
        await sandbox.turn({ 'sign_in.refuse_code': 53003 });
        const program = login();
        const last = await answer(await open(await addressIn(program)), '#accept');
        await sandbox.turn({ 'sign_in.refuse_code': 0 });
        assert.match(last, /conditional access blocks this sign-in \(AADSTS53003/);
        assert.match(last, /administrator/);
        assert.equal((await program.ended()).code, 3);
    },
    async 'the agent opens the browser itself, which is told the address and nothing else'() {
        write('xdg-open', `#!/bin/sh\nexport -p >'${folder}/environment'\nprintf '%s' "$*" >'${folder}/opened.part'\nmv '${folder}/opened.part' '${folder}/opened'\n`);
        chmodSync(join(folder, 'xdg-open'), 0o700);
        const program = run(['auth', 'login', '--side', 'work'],
                            { DISPLAY: ':99', PATH: `${folder}:${process.env.PATH}`, ENTRA_SECRET: 'canary-of-the-environment' });
        await program.says(/It opens in your browser/);
        const address = await addressIn(program);
        const last = await answer(await open(address), '#accept');
        assert.match(last, /You are signed in/);
        assert.equal((await program.ended()).code, 0);
        assert.equal(readFileSync(join(folder, 'opened'), 'utf8'), address);
        assert.doesNotMatch(readFileSync(join(folder, 'environment'), 'utf8'), /canary|ENTRA_SECRET/);
    },
    async '--paste: the browser ends where nobody listens, and its address is typed in'() {
        const program = login('--paste');
        const window = await open(await addressIn(program));
        const lost = window.page.waitForEvent('requestfailed', (request) => request.isNavigationRequest());
        await window.page.click('#accept', { noWaitAfter: true });
        await lost;
        assert.match(window.nobody, /^http:\/\/localhost\/\?.*code=/);
        program.type(window.nobody);
        const ended = await program.ended();
        assert.equal(ended.code, 0, ended.out + ended.err);
        assert.match(ended.out, /as Maren Holt/);
    },
    async 'a code, entered on another device'() {
        await sandbox.turn({ 'sign_in.device_interval': 1 });
        const program = login('--device-code');
        const [, address, code] = await program.says(/Open (\S+) on any device and enter the code (\S+)/);
        const { page } = await open(address);
        await page.fill('input[name=user_code]', code);
        await page.click('button[value=accept]');
        assert.match(await page.innerText('body'), /You have signed in/);
        const ended = await program.ended();
        assert.equal(ended.code, 0, ended.out + ended.err);
    },
    async 'an agent of the help desk'() {
        const program = run(['auth', 'login', '--side', 'desk']);
        const last = await answer(await open(await addressIn(program)), '#accept');
        assert.match(last, /You are signed in/);
        assert.equal((await program.ended()).code, 0);
        const standing = await run(['auth', 'status']).ended();
        assert.equal(standing.code, 0, standing.out + standing.err);
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
programs.forEach((program) => program.kill());
await browser.close();
await sandbox.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(failed === 0 ? 0 : 1);
