import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'clientele_session';
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

/** The session's token; undefined without the cookie. */
export function sessionToken(request: FastifyRequest): string | undefined {
  return (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${NAME}=`))
    ?.slice(NAME.length + 1);
}

/** Puts the token where no script and no other site can use it. */
export function setSessionCookie(
  reply: FastifyReply,
  { token, seconds, encrypted }: { readonly token: string; readonly seconds: number; readonly encrypted: boolean },
): void {
  const secure = encrypted ? '; Secure' : '';
  reply.header('set-cookie', `${NAME}=${token}; ${ATTRIBUTES}; Max-Age=${seconds}${secure}`);
}
