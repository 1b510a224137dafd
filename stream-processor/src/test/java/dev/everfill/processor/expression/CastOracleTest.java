package dev.everfill.processor.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.everfill.base.definition.Expression;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every cast through text against PostgreSQL. */
class CastOracleTest {
  private static final long SEED = Long.getLong("seed", 7L);
  private static final String[] ODD = {
    "",
    " ",
    "1",
    " 12 ",
    "\t-7\n",
    "+5",
    "--5",
    "1_000",
    "1__0",
    "_1",
    "1_",
    "0x1F",
    "0X_ff",
    "0b101",
    "0o17",
    "0b2",
    "-0x8000",
    "32768",
    "-32768",
    "2147483648",
    "9223372036854775808",
    "-9223372036854775808",
    "99999999999999999999999",
    "1.",
    ".5",
    ".",
    "1.50",
    "1e5",
    "1E-5",
    "1e",
    "-1.5e+3",
    "1e400",
    "1e-400",
    "1e-5000",
    "NaN",
    "nan",
    "inf",
    "-Infinity",
    "+infinity",
    "t",
    "TRUE",
    "tru",
    "f",
    "fa",
    "on",
    "of",
    "off",
    "o",
    "y",
    "yes",
    "n",
    "no",
    "0",
    "00",
    " true ",
    "truex",
    "1 2",
    "é",
    "１",
    "0x",
    "0.1e1_0",
    "1_0.5_5",
    "1._5",
    "1e1000000000000",
    "4.9e-324",
    "2e-324"
  };

  @TestFactory
  Stream<DynamicTest> everyCastAgreesWithPostgres() {
    return Casts.signatures().stream()
        .map(cast -> DynamicTest.dynamicTest(cast + " seed " + SEED, () -> agrees(cast)));
  }

  private static void agrees(String cast) throws SQLException {
    String from = cast.substring(5, cast.indexOf(" as "));
    String to = cast.substring(cast.indexOf(" as ") + 4, cast.length() - 1);
    boolean input = from.equals("text") || from.equals("character varying");
    NastyValues values = new NastyValues(SEED + cast.hashCode());
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      boolean odd = input && i % 3 == 0;
      rows.add(new String[] {odd ? ODD[i / 3 % ODD.length] : values.next(input ? to : from)});
    }
    try (Oracle oracle = new Oracle()) {
      Expression argument = new Expression.Input(0, oracle.type(from));
      Expression expression = new Expression.TextCast(argument, oracle.type(to), true);
      new Comparison(oracle).agree("v0::" + to, expression, List.of(from), rows);
    }
  }

  @Test
  void whateverIsSupportedIsProvedByOneOfTheOracleTests() {
    List<String> proved = new ArrayList<>(new FunctionLibrary().signatures());
    proved.addAll(Casts.signatures());
    proved.addAll(AggregateFunctions.signatures());
    assertThat(new FunctionLibrary().all()).containsExactlyInAnyOrderElementsOf(proved);
  }
}
