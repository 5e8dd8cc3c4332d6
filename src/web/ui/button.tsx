import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Form } from 'react-router';
import { Link } from './link.tsx';
import styles from './button.module.css';

export type ButtonVariant = 'primary' | 'secondary' | 'warning' | 'link';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { variant?: ButtonVariant };

/** A button does something; what leads somewhere is a link. The label is a verb with its object. */
export function Button({ variant = 'primary', type = 'submit', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={styles[variant]} />;
}

type ButtonLinkProps = {
  to: string;
  variant?: ButtonVariant;
  children: ReactNode;
  /** The address is a file, not a page. */
  download?: boolean;
  /** The address leads out of Opora: the browser has to go there itself. */
  leaves?: boolean;
  /** What is read aloud when the words alone do not tell it from its neighbours; begins with the words. */
  'aria-label'?: string | undefined;
};

export function ButtonLink(props: ButtonLinkProps) {
  const { to, variant = 'secondary', children, download, leaves, 'aria-label': name } = props;
  const whole = download || leaves ? { reloadDocument: true } : {};
  return (
    <Link to={to} className={styles[variant]} aria-label={name} {...whole}>
      {children}
    </Link>
  );
}

type PostButtonProps = {
  /** Where to post; the address of the page when absent. */
  action?: string;
  /** Hidden fields sent along. */
  fields?: Record<string, string | number>;
  variant?: ButtonVariant;
  children: ReactNode;
  /** As of a `ButtonLink`. */
  'aria-label'?: string | undefined;
};

/** A form that is one button: «Отметить прочитанным», «Отозвать». Works without JavaScript. */
export function PostButton({
  action,
  fields = {},
  variant = 'secondary',
  children,
  'aria-label': name,
}: PostButtonProps) {
  return (
    <Form method="post" action={action} className={styles.form}>
      {Object.entries(fields).map(([field, value]) => (
        <input key={field} type="hidden" name={field} value={value} />
      ))}
      <Button variant={variant} aria-label={name}>
        {children}
      </Button>
    </Form>
  );
}
