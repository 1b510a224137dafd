package dev.everfill.sink.postgres;

/**
 * A target column as the statement needs it.
 *
 * @param castType what a text form is cast to. For character and bit types it is without a length:
 *     a cast would cut a value that is too long, the assignment refuses it
 * @param byText compared in text form, since the type has no equality of its own
 * @param equality the equality operator for keys, qualified: {@code OPERATOR("public".=)}
 */
record TypedColumn(String name, String castType, boolean byText, String equality) {}
