// What a person with a browser does: cookies, redirects, the forms of the provider.

/** A browser that follows everything on the provider's own host; `go` ends at the first address elsewhere, or a page. */
export function browser(issuer) {
    const cookies = new Map();
    const remember = (answer) => {
        for (const line of answer.headers.getSetCookie()) {
            const [pair] = line.split(';');
            const at = pair.indexOf('=');
            cookies.set(pair.slice(0, at), pair.slice(at + 1));
        }
    };
    const ask = async (url, form) => {
        const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
        if (form) headers['content-type'] = 'application/x-www-form-urlencoded';
        const answer = await fetch(url, { redirect: 'manual', headers, method: form ? 'POST' : 'GET',
                                          body: form ? new URLSearchParams(form) : undefined });
        remember(answer);
        return answer;
    };
    const field = (page, name) => page.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];

    async function go(url, form) {
        for (let step = 0; step < 20; ++step) {
            const answer = await ask(url, form);
            form = undefined;
            const to = answer.headers.get('location');
            if (to) {
                url = new URL(to, url).href;
                if (!url.startsWith(issuer)) return { url };
                continue;
            }
            const page = await answer.text();
            if (!url.includes('/interaction/')) return { url, page };
            form = field(page, 'prompt') === 'login' ? { prompt: 'login', login: 'robin', password: 'x' } : { prompt: 'consent' };
        }
        throw new Error('the provider leads in a circle');
    }
    return {
        go,
        /** Enters the code of a device and agrees. */
        async enter(address, code) {
            const { page } = await go(address);
            const xsrf = field(page, 'xsrf');
            const shown = await go(address, { xsrf, user_code: code });
            const confirmed = await go(address, { xsrf: field(shown.page, 'xsrf') ?? xsrf, user_code: code, confirm: 'yes' });
            return confirmed.page;
        },
    };
}
