/// Figures of a database's tables, from bounded samples: what shows damage that counts do not. No value of any row.
package struct DataProfile: Hashable, Sendable, Codable {
    /// The figures of one table.
    package struct Table: Hashable, Sendable, Codable {
        /// With its schema, quoted where SQL needs it.
        package var name: String
        /// Exact for a small table, otherwise estimated from a sample of its pages.
        package var rows: Int
        package var columns: [Column]

        package init(name: String, rows: Int, columns: [Column]) {
            self.name = name
            self.rows = rows
            self.columns = columns
        }
    }

    /// The figures of one column, from at most 100 rows.
    package struct Column: Hashable, Sendable, Codable {
        package var name: String
        /// The number of rows in the sample.
        package var sampled: Int
        /// Those that are not null.
        package var filled: Int
        /// The number of different values among them.
        package var kinds: Int
        /// The entropy of its characters or bytes in thousandths of a bit each; zero for columns that are neither.
        package var bits: Int
        /// That entropy in thousandths of the most that so many different characters can have: text stays below 920,
        /// what is encrypted or compressed does not, however it is encoded.
        package var evenness: Int
        /// How many characters or bytes these were.
        package var length: Int

        package init(
            name: String, sampled: Int, filled: Int, kinds: Int, bits: Int = 0, evenness: Int = 0, length: Int = 0
        ) {
            self.name = name
            self.sampled = sampled
            self.filled = filled
            self.kinds = kinds
            self.bits = bits
            self.evenness = evenness
            self.length = length
        }
    }

    /// The largest tables, by name.
    package var tables: [Table]

    package init(tables: [Table]) { self.tables = tables }

    /// The table of that name.
    package subscript(name: String) -> Table? { tables.first { $0.name == name } }
}

extension DataProfile {
    /// The profile in an answer, `[[table, rows, [[column, sampled, filled, kinds, bits, evenness, length], …]], …]`;
    /// nil when it is none.
    package init?(answer: String) {
        guard case .array(let rows)? = try? JSONValue(parsing: answer) else { return nil }
        tables = []
        for row in rows {
            guard case .array(let cells) = row, cells.count == 3, let name = cells[0].text, let count = cells[1].whole
            else { return nil }
            var columns: [Column] = []
            if case .array(let listed) = cells[2] {
                for one in listed {
                    guard case .array(let cells) = one, cells.count == 7, let name = cells[0].text else { return nil }
                    let figures = cells.dropFirst().compactMap(\.whole)
                    guard figures.count == 6 else { return nil }
                    columns.append(
                        Column(
                            name: name, sampled: figures[0], filled: figures[1], kinds: figures[2], bits: figures[3],
                            evenness: figures[4], length: figures[5]))
                }
            }
            tables.append(Table(name: name, rows: count, columns: columns))
        }
    }

    /// The same as an answer.
    package var answer: String {
        JSONValue.array(
            tables.map { table in
                let columns = table.columns.map { column in
                    let figures = [
                        column.sampled, column.filled, column.kinds, column.bits, column.evenness, column.length,
                    ]
                    return JSONValue.array([.string(column.name)] + figures.map { .integer($0) })
                }
                return .array([.string(table.name), .integer(table.rows), .array(columns)])
            }
        ).compact
    }
}

extension JSONValue {
    fileprivate var whole: Int? { if case .integer(let number) = self { number } else { nil } }
}
