package dev.everfill.producer.stream;

import dev.everfill.base.definition.TableName;
import io.debezium.engine.RecordChangeEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Turns Connect's records into {@link StreamRecord}s. Stateless. */
final class RecordReader {
  private final String placeholder;

  RecordReader(String placeholder) {
    this.placeholder = placeholder;
  }

  /** Null for a record of no interest. */
  StreamRecord read(RecordChangeEvent<SourceRecord> event) {
    SourceRecord record = event.record();
    if (!(record.value() instanceof Struct value)) {
      return null;
    }
    if (value.schema().field("status") != null) {
      return transaction(value, event);
    }
    if (value.schema().field("message") != null) {
      return message(value, event);
    }
    return change((Struct) record.key(), value, event);
  }

  private static StreamRecord transaction(Struct value, RecordChangeEvent<SourceRecord> mark) {
    if (!value.getString("status").equals("BEGIN")) {
      return new StreamRecord.End(commit(mark.record()), mark);
    }
    String id = value.getString("id");
    int colon = id.indexOf(':');
    return new StreamRecord.Begin(Long.parseLong(colon < 0 ? id : id.substring(0, colon)), mark);
  }

  private static long commit(SourceRecord end) {
    return end.sourceOffset().get("lsn_commit") instanceof Number position
        ? position.longValue()
        : 0;
  }

  private static StreamRecord message(Struct value, Object mark) {
    Struct source = value.getStruct("source");
    ByteBuffer content = ((ByteBuffer) value.getStruct("message").get("content")).duplicate();
    String text = StandardCharsets.UTF_8.decode(content).toString();
    return new StreamRecord.Message(
        List.of(text.split(" ", -1)),
        source.getInt64("lsn"),
        source.getInt64("txId") != null,
        mark);
  }

  private StreamRecord change(Struct key, Struct value, Object mark) {
    Struct source = value.getStruct("source");
    TableName table = new TableName(source.getString("schema"), source.getString("table"));
    long lsn = source.getInt64("lsn");
    Long micros = source.getInt64("ts_us");
    long committed = micros == null ? 0 : micros;
    return switch (value.getString("op")) {
      case "c", "u" -> upsert(table, value.getStruct("after"), lsn, committed, mark);
      case "d" -> new StreamRecord.Delete(table, values(key), lsn, committed, mark);
      case "t" -> new StreamRecord.Truncate(table, lsn, mark);
      default -> null;
    };
  }

  private StreamRecord upsert(
      TableName table, Struct after, long lsn, long committed, Object mark) {
    return new StreamRecord.Upsert(table, values(after), lsn, committed, mark);
  }

  /** Without the columns whose values were not sent. */
  private Map<String, String> values(Struct row) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Field field : row.schema().fields()) {
      String text = (String) row.get(field);
      if (!placeholder.equals(text)) {
        values.put(field.name(), text);
      }
    }
    return values;
  }
}
