// A certified OpenID provider at the addresses of an Entra directory.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const directory = '/contoso.example/oauth2/v2.0';

/** Counts what the token endpoint grants and refuses; `loseNextAnswer` cuts the connection of the next renewal. */
export async function startProvider(folder, jwk) {
    const at = createRequire(join(folder, 'package.json')).resolve('oidc-provider');
    const { default: Provider } = await import(pathToFileURL(at).href);
    const server = (await import('node:http')).createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${server.address().port}`;
    const renewable = ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'];
    const oidc = new Provider(issuer, {
        clients: [
            { client_id: 'public', redirect_uris: ['http://localhost'], application_type: 'native',
              grant_types: renewable, response_types: ['code'], token_endpoint_auth_method: 'none' },
            { client_id: 'app', client_secret: 'a-secret-of-an-app-that-is-long-enough', redirect_uris: [],
              grant_types: ['client_credentials'], response_types: [], token_endpoint_auth_method: 'client_secret_post' },
            { client_id: 'certified', redirect_uris: [], grant_types: ['client_credentials'], response_types: [],
              token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'PS256', jwks: { keys: [jwk] } },
        ],
        routes: { authorization: `${directory}/authorize`, token: `${directory}/token`,
                  device_authorization: `${directory}/devicecode` },
        scopes: ['openid', 'offline_access', 'work'],
        cookies: { keys: ['of a test'] },
        pkce: { required: () => true },
        rotateRefreshToken: true,
        issueRefreshToken: async (ctx, client) => client.grantTypeAllowed('refresh_token'),
        clientAuthSigningAlgValues: ['PS256'],
        enabledJWA: { clientAuthSigningAlgValues: ['PS256', 'RS256'] },
        features: {
            devInteractions: { enabled: true }, clientCredentials: { enabled: true }, deviceFlow: { enabled: true },
            resourceIndicators: {
                enabled: true, defaultResource: () => `${issuer}/work`, useGrantedResource: () => true,
                getResourceServerInfo: () => ({ scope: 'work', accessTokenTTL: 2, accessTokenFormat: 'opaque' }) },
        },
        ttl: { AccessToken: 2, RefreshToken: 3600, ClientCredentials: 2, DeviceCode: 60, Grant: 3600, Session: 3600,
               Interaction: 600, IdToken: 60, AuthorizationCode: 30 },
    });
    const counts = { renewals: 0, refused: 0, alone: 0 };
    const wishes = { lose: false };
    oidc.on('grant.success', (ctx) => {
        if (ctx.oidc.params.grant_type === 'refresh_token') counts.renewals += 1;
        if (ctx.oidc.params.grant_type === 'client_credentials') counts.alone += 1;
    });
    oidc.on('grant.error', () => (counts.refused += 1));
    oidc.use(async (ctx, next) => {
        // Entra knows this prompt, and who is asked to choose is asked for consent here
        if (ctx.query.prompt === 'select_account') ctx.query = { ...ctx.query, prompt: 'consent' };
        const before = counts.renewals;
        await next();
        if (!wishes.lose || counts.renewals === before) return;
        wishes.lose = false;
        ctx.req.socket.destroy();
    });
    server.on('request', oidc.callback());
    return { issuer, counts, loseNextAnswer: () => (wishes.lose = true),
             stop: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) };
}
