// A brand marks a value that has been checked: only the function that checked it makes one.
declare const brand: unique symbol;

export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
