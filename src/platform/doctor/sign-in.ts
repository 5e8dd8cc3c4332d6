/** The identity provider: are its settings whole, does it answer, is it who it should be. */
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { openIdentityProvider } from '../oidc/provider.ts';
import { type Finding, failure, ok, warning } from './findings.ts';

const CHECK = 'identity-provider';

/** Nothing to say where people sign in by passwords alone. */
export async function checkSignIn(config: Config): Promise<Finding[]> {
  const { oidc } = config;
  if (!oidc) return [];
  try {
    // Nobody signs in here, so nothing is signed with this.
    const provider = await openIdentityProvider({ config, clock: systemClock(config.timeZone), secret: '' });
    const address = oidc.issuer.href;
    return [
      await provider!.discover().then(
        () => ok(CHECK, `Система входа отвечает: ${address}.`),
        (error: Error) =>
          warning(
            CHECK,
            `Система входа не отвечает как надо: ${address} (${reasonOf(error)}).`,
            'Люди с паролем Опоры входят по-прежнему. Проверьте OPORA_OIDC_ISSUER, сеть и сертификат поставщика.',
          ),
      ),
    ];
  } catch (error) {
    return [failure(CHECK, (error as Error).message, 'Исправьте файл: без этого сервер не запустится.')];
  }
}

function reasonOf({ message, cause }: Error): string {
  const { code, message: inner } = (cause ?? {}) as { code?: string; message?: string };
  return [message, code ?? inner].filter(Boolean).join(': ');
}
