// deskbridge as a person sees it in a terminal: what it says, what is typed, how it ends.
import { spawn } from 'node:child_process';

const patience_ms = 60_000;

/** A running command. It is ended with the test, should it still run. */
export function start(executable, words, environment = {}) {
    const program = spawn(executable, words, { stdio: 'pipe', env: { ...process.env, ...environment } });
    const told = { out: '', err: '' };
    let code = null;
    const watchers = new Set();
    const look = () => watchers.forEach((watch) => watch());
    program.stdout.on('data', (text) => { told.out += text; look(); });
    program.stderr.on('data', (text) => { told.err += text; look(); });
    program.on('close', (number) => { code = number ?? -1; look(); });

    /** Resolves with what `find` gives as soon as that is something. */
    function until(find, what) {
        return new Promise((resolve, reject) => {
            const end = (how, value) => { clearTimeout(limit); watchers.delete(watch); how(value); };
            const limit = setTimeout(() => end(reject, new Error(`waited in vain for ${what}: ${told.out}${told.err}`)), patience_ms);
            const watch = () => {
                const found = find();
                if (found) return end(resolve, found);
                if (code !== null) end(reject, new Error(`ended with ${code} before ${what}: ${told.out}${told.err}`));
            };
            watchers.add(watch);
            watch();
        });
    }
    return {
        says: (pattern) => until(() => told.out.match(pattern), String(pattern)),
        type: (line) => program.stdin.write(`${line}\n`),
        ended: () => until(() => (code === null ? null : { code, ...told }), 'the end'),
        kill: () => { if (code === null) program.kill('SIGKILL'); },
    };
}
