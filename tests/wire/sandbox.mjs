// deskbridge-sandbox as a test uses it: started at a level, asked for trouble, ended by its own id.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Resolves once the program has written its file of addresses; rejects when it ends before that. */
function ready(program, folder) {
    const file = join(folder, 'ready');
    return new Promise((resolve, reject) => {
        let said = '';
        const watcher = watch(folder, look);
        const limit = setTimeout(() => end(reject, new Error('the sandbox was not ready after 30 s')), 30_000);
        function end(how, what) {
            clearTimeout(limit);
            watcher.close();
            how(what);
        }
        function look() {
            if (existsSync(file)) end(resolve, JSON.parse(readFileSync(file, 'utf8')));
        }
        program.stderr.on('data', (text) => (said += text));
        program.on('exit', (code) => end(reject, new Error(`the sandbox ended with ${code}: ${said}`)));
        look();
    });
}

/** A running sandbox. `base` is the address of the organization or collection. */
export async function startSandbox(executable, level, projects) {
    const folder = mkdtempSync(join(tmpdir(), 'deskbridge-wire-'));
    const named = projects.flatMap((project) => ['--project', project]);
    const program = spawn(
        executable, ['--level', level, '--config', folder, '--listen-port-pages', '0', ...named],
        { stdio: ['ignore', 'ignore', 'pipe'] });
    const stop = () => new Promise((resolve) => {
        const gone = () => { rmSync(folder, { recursive: true, force: true }); resolve(); };
        if (program.exitCode !== null || program.signalCode !== null) return gone();
        program.removeAllListeners('exit');
        program.on('exit', gone);
        program.kill('SIGTERM');
    });
    try {
        const places = await ready(program, folder);
        const ask = (method, path, body) => control(`${places.control}${path}`, method, body);
        return {
            base: `${places.work}/${places.organization}`,
            desk: places.desk,
            signIn: places.sign_in,
            deskKeyFile: join(folder, 'desk.key'),
            token: readFileSync(join(folder, 'work.pat'), 'utf8').trim(),
            stop,
            turn: (switches) => ask('PUT', '/switches', switches),
            addRule: (rule) => ask('POST', '/faults', rule),
            clearRules: () => ask('DELETE', '/faults'),
        };
    } catch (error) {
        await stop();
        throw error;
    }
}

async function control(url, method, body) {
    const answer = await fetch(url, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
}
