package dev.everfill.processor.expression;

import dev.everfill.base.definition.Expression;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.BiPredicate;

/** Functions of text; positions and lengths count code points. */
final class TextFunctions {
  /** PostgreSQL refuses results beyond 1 GB; repeated text is kept far below. */
  private static final int MAX_BYTES = 0x3fffffff;

  private TextFunctions() {}

  static void register(Registry registry) {
    registry
        .binary("textcat(text,text)", (a, b) -> (String) a + b)
        .unary("octet_length(text)", a -> (long) utf8((String) a).length)
        .unary("length(character)", a -> (long) CodePoints.length(ComparisonFunctions.trimmed(a)))
        .binary("starts_with(text,text)", (a, b) -> ((String) a).startsWith((String) b))
        .ternary("replace(text,text,text)", TextFunctions::replace)
        .binary("repeat(text,integer)", (a, n) -> repeat((String) a, (Long) n))
        .unary("reverse(text)", a -> new StringBuilder((String) a).reverse().toString())
        .add("lower(text)", asciiCase('A', 'Z', 'a' - 'A'))
        .add("upper(text)", asciiCase('a', 'z', 'A' - 'a'))
        .unary("md5(text)", a -> md5((String) a))
        .ternary("split_part(text,text,integer)", TextFunctions::splitPart);
    for (String name : new String[] {"length", "char_length", "character_length"}) {
      registry.unary(name + "(text)", a -> (long) CodePoints.length((String) a));
    }
    for (String name : new String[] {"strpos", "position"}) {
      registry.binary(name + "(text,text)", (a, b) -> position((String) a, (String) b));
    }
    registerParts(registry);
    registerTrims(registry);
    registerLike(registry);
  }

  private static void registerParts(Registry registry) {
    for (String name : new String[] {"substr", "substring"}) {
      registry
          .binary(
              name + "(text,integer)",
              (a, from) -> CodePoints.part((String) a, (Long) from - 1, Integer.MAX_VALUE))
          .ternary(name + "(text,integer,integer)", TextFunctions::substring);
    }
    registry
        .binary(
            "left(text,integer)",
            (a, n) -> CodePoints.part((String) a, 0, fromEnd((String) a, (Long) n)))
        .binary("right(text,integer)", (a, n) -> right((String) a, (Long) n));
  }

  /** The last characters, or all but the first ones if negative; the smallest integer overflows. */
  private static Object right(String text, long count) {
    long from = count < 0 ? (int) -count : CodePoints.length(text) - count;
    return CodePoints.part(text, from, Integer.MAX_VALUE);
  }

  /** A position from the start, or from the end if negative. */
  private static long fromEnd(String text, long position) {
    return position < 0 ? Math.max(0, CodePoints.length(text) + position) : position;
  }

  private static Object substring(Object text, Object from, Object count) {
    if ((Long) count < 0) {
      throw new EvaluationException("22011", "negative substring length not allowed");
    }
    return CodePoints.part((String) text, (Long) from - 1, (Long) from - 1 + (Long) count);
  }

  /** Only in the collations that know no letters but ASCII's: Unicode's rules vary by version. */
  private static Implementation asciiCase(char first, char last, int distance) {
    Implementation change =
        Implementation.strict((Object a) -> shift((String) a, first, last, distance));
    return (call, arguments) -> {
      if (!Collations.asciiCase(call.collation())) {
        throw new IllegalArgumentException(
            call.name() + " depends on a collation; write COLLATE \"C\" behind the text");
      }
      return change.bind(call, arguments);
    };
  }

  private static String shift(String text, char first, char last, int distance) {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      if (characters[i] >= first && characters[i] <= last) {
        characters[i] += distance;
      }
    }
    return new String(characters);
  }

  private static void registerTrims(Registry registry) {
    for (String name : new String[] {"btrim", "ltrim", "rtrim"}) {
      boolean left = !name.startsWith("r");
      boolean right = !name.startsWith("l");
      registry
          .unary(name + "(text)", a -> trim((String) a, " ", left, right))
          .binary(name + "(text,text)", (a, b) -> trim((String) a, (String) b, left, right));
    }
  }

  private static String trim(String text, String characters, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && characters.indexOf(text.codePointAt(from)) >= 0) {
      from = text.offsetByCodePoints(from, 1);
    }
    while (right && to > from && characters.indexOf(text.codePointBefore(to)) >= 0) {
      to = text.offsetByCodePoints(to, -1);
    }
    return text.substring(from, to);
  }

  private static void registerLike(Registry registry) {
    for (String name : new String[] {"textlike", "like"}) {
      registry.add(name + "(text,text)", like(true));
    }
    for (String name : new String[] {"textnlike", "notlike"}) {
      registry.add(name + "(text,text)", like(false));
    }
    registry
        .add("bpcharlike(character,text)", like(true))
        .add("bpcharnlike(character,text)", like(false))
        .binary("like_escape(text,text)", (a, b) -> LikePattern.withEscape((String) a, (String) b));
  }

  /** A pattern that is a constant is prepared once. */
  private static Implementation like(boolean wanted) {
    BiPredicate<Object, Object> matcher =
        (text, pattern) -> new LikePattern((String) pattern).matches((String) text) == wanted;
    return (call, arguments) -> {
      if (call.arguments().get(1) instanceof Expression.Constant constant
          && constant.text() != null) {
        LikePattern pattern = new LikePattern(constant.text());
        return Implementation.strict((Object a) -> pattern.matches((String) a) == wanted)
            .bind(call, arguments);
      }
      return Implementation.strict((Object a, Object b) -> matcher.test(a, b))
          .bind(call, arguments);
    };
  }

  private static Object position(String text, String part) {
    int at = text.indexOf(part);
    return at < 0 ? 0L : text.codePointCount(0, at) + 1L;
  }

  private static Object replace(Object text, Object from, Object to) {
    String old = (String) from;
    return old.isEmpty() ? text : ((String) text).replace(old, (String) to);
  }

  private static Object repeat(String text, long count) {
    long times = Math.max(0, count);
    if (times * utf8(text).length > MAX_BYTES - 4) {
      throw new EvaluationException("54000", "requested length too large");
    }
    return text.repeat((int) times);
  }

  private static Object splitPart(Object value, Object separator, Object position) {
    String text = (String) value;
    String between = (String) separator;
    long wanted = (Long) position;
    if (wanted == 0) {
      throw Failures.invalidParameter("field position must not be zero");
    }
    if (text.isEmpty()) {
      return "";
    }
    String[] parts =
        between.isEmpty()
            ? new String[] {text}
            : text.split(java.util.regex.Pattern.quote(between), -1);
    long index = wanted > 0 ? wanted - 1 : parts.length + wanted;
    return index >= 0 && index < parts.length ? parts[(int) index] : "";
  }

  private static Object md5(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(utf8(text)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has MD5", impossible);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
