package dev.everfill.base.definition.field;

import dev.everfill.base.definition.Column;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.definition.FieldInput;
import dev.everfill.base.definition.Plans;
import dev.everfill.base.definition.Relation;
import dev.everfill.base.definition.SupportedFunctions;
import dev.everfill.base.definition.TableName;
import dev.everfill.base.definition.catalog.Catalog;
import dev.everfill.base.definition.catalog.TableFacts;
import dev.everfill.base.definition.select.Reading;
import dev.everfill.base.definition.select.Refusal;
import dev.everfill.base.definition.select.SelectReader;
import dev.everfill.base.error.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Analyses one field in the open transaction. For one thread, once. */
public final class FieldAnalysis {
  private final Connection connection;
  private final Catalog catalog;
  private final SupportedFunctions functions;
  private final FieldInput field;
  private final Findings findings;
  private final String user;

  /** {@code user} is who has to be granted what is missing. */
  public FieldAnalysis(
      Connection connection, SupportedFunctions functions, FieldInput field, String user) {
    this.connection = connection;
    this.catalog = new Catalog(connection);
    this.functions = functions;
    this.field = field;
    this.user = user;
    this.findings = new Findings(field.place());
  }

  /** The definition of generation 1; empty if there are {@link #problems}. */
  public Optional<FieldDefinition> run() throws SQLException {
    Optional<TableFacts> target = attempt(this::target);
    Optional<Reading> reading = attempt(this::reading);
    if (target.isEmpty() || reading.isEmpty()) {
      return Optional.empty();
    }
    FieldDefinition definition = definition(target.get(), reading.get());
    if (findings.none()) {
      functions
          .refusal(definition)
          .ifPresent(why -> findings.select(why, "write it so, or leave it out of the SELECT"));
    }
    return findings.none() ? Optional.of(definition) : Optional.empty();
  }

  /** All that is wrong. */
  public List<Problem> problems() {
    return findings.problems();
  }

  private Optional<TableFacts> target() throws SQLException {
    return new TargetTable(catalog, user).find(field.target(), findings);
  }

  private Optional<Reading> reading() throws SQLException {
    if (field.select().isBlank()) {
      findings.select("there is no SELECT", "give the SELECT that computes the column");
      return Optional.empty();
    }
    SelectReader.Result result =
        new SelectReader(connection, catalog, functions).read(field.select());
    if (result instanceof SelectReader.Understood understood) {
      return Optional.of(understood.reading());
    }
    for (Refusal refusal : ((SelectReader.Refused) result).refusals()) {
      findings.select(refusal.getMessage(), refusal.remedy());
    }
    return Optional.empty();
  }

  private FieldDefinition definition(TableFacts target, Reading reading) throws SQLException {
    Relation.Project plan = reading.plan();
    List<Column> values = new Outputs(catalog, target, findings).check(plan);
    checkSources(target, reading, values);
    if (findings.none()) {
      new UniqueKey(target, findings).check(plan);
    }
    Map<String, String> otherwise =
        new OtherwiseValues(connection, findings).check(field.otherwise(), values);
    Completeness.check(target, plan, values, otherwise, findings);
    return new FieldDefinition(
        name(target.table().name(), values),
        target.table(),
        values,
        field.select(),
        plan,
        otherwise,
        1);
  }

  private void checkSources(TableFacts target, Reading reading, List<Column> values)
      throws SQLException {
    Privileges privileges = new Privileges(user, findings);
    privileges.reads(target, target.table().primaryKey());
    privileges.reads(target, values);
    privileges.writes(target, values);
    List<Relation.Scan> scans = Plans.scans(reading.plan());
    for (int i = 0; i < scans.size(); i++) {
      TableFacts source = reading.sources().get(i);
      if (source.table().oid() != target.table().oid()) {
        new SourceKeys(catalog).check(source, findings::select);
      }
      privileges.reads(source, scans.get(i).columns());
    }
  }

  private static String name(TableName table, List<Column> values) {
    String column = values.isEmpty() ? "?" : values.get(0).name();
    String schema = table.schema().equals("public") ? "" : table.schema() + ".";
    return schema + table.table() + "." + column;
  }

  /** A step whose failure PostgreSQL explains; the transaction stays usable. */
  private <T> Optional<T> attempt(Step<T> step) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      return step.run();
    } catch (SQLException e) {
      if (!ServerMessage.concernsText(e)) {
        throw e;
      }
      connection.rollback(before);
      new ServerMessage(catalog, user).report(e, field.select(), findings);
      return Optional.empty();
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    Optional<T> run() throws SQLException;
  }
}
