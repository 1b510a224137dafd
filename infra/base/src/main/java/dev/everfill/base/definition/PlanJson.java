package dev.everfill.base.definition;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Definitions as JSON, to be stored and compared. The mixins keep Jackson out of the plan itself.
 * Safe for all threads.
 */
public final class PlanJson {
  private final ObjectMapper mapper =
      JsonMapper.builder()
          .addMixIn(Relation.class, RelationMixin.class)
          .addMixIn(Expression.class, ExpressionMixin.class)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /** One line of JSON; equal definitions give equal text. */
  public String write(FieldDefinition definition) {
    try {
      return mapper.writeValueAsString(definition);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + definition.name() + " as JSON", e);
    }
  }

  /**
   * The definition that {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public FieldDefinition read(String json) {
    try {
      return mapper.readValue(json, FieldDefinition.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a field definition: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * SHA-256 in hex of what the field computes and writes: the plan, the values and the key, {@code
   * otherwise}. The generation, the spelling of the SELECT, and columns of the tables that it
   * neither reads nor writes do not count.
   */
  public String fingerprint(FieldDefinition definition) {
    ObjectNode tree = mapper.valueToTree(definition);
    tree.remove("generation");
    tree.remove("select");
    forgetOtherColumns(tree);
    try {
      byte[] bytes = mapper.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot fingerprint " + definition.name(), e);
    }
  }

  /** A table carries all its columns; one added later must not make a new definition. */
  private static void forgetOtherColumns(JsonNode node) {
    if (node instanceof ObjectNode object && object.has("primaryKey")) {
      object.remove("columns");
    }
    node.forEach(PlanJson::forgetOtherColumns);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "node")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Relation.Scan.class, name = "scan"),
    @JsonSubTypes.Type(value = Relation.Join.class, name = "join"),
    @JsonSubTypes.Type(value = Relation.Filter.class, name = "filter"),
    @JsonSubTypes.Type(value = Relation.Aggregate.class, name = "aggregate"),
    @JsonSubTypes.Type(value = Relation.Project.class, name = "project"),
  })
  private interface RelationMixin {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "node")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Expression.Input.class, name = "input"),
    @JsonSubTypes.Type(value = Expression.Constant.class, name = "constant"),
    @JsonSubTypes.Type(value = Expression.Call.class, name = "call"),
    @JsonSubTypes.Type(value = Expression.Relabel.class, name = "relabel"),
    @JsonSubTypes.Type(value = Expression.TextCast.class, name = "textCast"),
    @JsonSubTypes.Type(value = Expression.Collate.class, name = "collate"),
    @JsonSubTypes.Type(value = Expression.Logical.class, name = "logical"),
    @JsonSubTypes.Type(value = Expression.NullTest.class, name = "nullTest"),
    @JsonSubTypes.Type(value = Expression.BooleanTest.class, name = "booleanTest"),
    @JsonSubTypes.Type(value = Expression.Case.class, name = "case"),
    @JsonSubTypes.Type(value = Expression.CaseOperand.class, name = "caseOperand"),
    @JsonSubTypes.Type(value = Expression.Coalesce.class, name = "coalesce"),
    @JsonSubTypes.Type(value = Expression.Extreme.class, name = "extreme"),
    @JsonSubTypes.Type(value = Expression.NullIf.class, name = "nullIf"),
    @JsonSubTypes.Type(value = Expression.Distinct.class, name = "distinct"),
    @JsonSubTypes.Type(value = Expression.Quantified.class, name = "quantified"),
    @JsonSubTypes.Type(value = Expression.ArrayOf.class, name = "array"),
  })
  private interface ExpressionMixin {}
}
