import CYAML

/// The start of an event: line and column from 1, the column in Unicode scalars.
struct YAMLMark: Hashable, Sendable {
    var line: Int
    var column: Int

    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}

/// One event of a YAML stream (https://yaml.org/spec/1.2.2/#31-processes).
struct YAMLEvent {
    enum Kind {
        case streamStart, streamEnd, documentStart, documentEnd
        case scalar(ScalarText, YAMLProperties)
        case sequenceStart(YAMLProperties), sequenceEnd
        case mappingStart(YAMLProperties), mappingEnd
        /// `*name`; libyaml does not expand it.
        case alias(String)
    }

    var kind: Kind
    var mark: YAMLMark
}

/// The properties before a node's content: `!tag` and `&anchor`.
struct YAMLProperties {
    var tag: String?
    var anchor: String?
}

/// A libyaml error: its message and locations.
struct YAMLFailure: Error {
    /// True when libyaml ran out of memory or exceeded a thousand levels, which it reports alike.
    var isOutOfMemory: Bool
    var problem: String
    var mark: YAMLMark
    /// The start of the node that could not be read, if known.
    var contextMark: YAMLMark?
}

/// Reads text event by event with libyaml (https://pyyaml.org/wiki/LibYAML), whose state is freed with this value.
struct YAMLEvents: ~Copyable {
    // Neither may move: libyaml keeps pointers to its own state and to the text.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ string: String) {
        text = .allocate(capacity: string.utf8.count)
        _ = text.initialize(from: string.utf8)
        parser = .allocate(capacity: 1)
        yaml_parser_initialize(parser)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        text.deallocate()
    }

    /// The next event.
    ///
    /// - Throws: `YAMLFailure`, after which there is no next event.
    func next() throws(YAMLFailure) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(kind: kind(of: event), mark: YAMLMark(event.start_mark))
    }

    private func kind(of event: yaml_event_t) -> YAMLEvent.Kind {
        let data = event.data
        return switch event.type {
        case YAML_STREAM_START_EVENT: .streamStart
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd
        case YAML_SCALAR_EVENT:
            .scalar(
                ScalarText(
                    text: String(
                        decoding: UnsafeBufferPointer(start: data.scalar.value, count: data.scalar.length),
                        as: UTF8.self),
                    isPlain: data.scalar.style == YAML_PLAIN_SCALAR_STYLE),
                properties(data.scalar.tag, data.scalar.anchor))
        case YAML_SEQUENCE_START_EVENT:
            .sequenceStart(properties(data.sequence_start.tag, data.sequence_start.anchor))
        case YAML_SEQUENCE_END_EVENT: .sequenceEnd
        case YAML_MAPPING_START_EVENT: .mappingStart(properties(data.mapping_start.tag, data.mapping_start.anchor))
        case YAML_MAPPING_END_EVENT: .mappingEnd
        case YAML_ALIAS_EVENT: .alias(word(data.alias.anchor) ?? "")
        // The end of the stream, and the empty event that libyaml returns after it.
        default: .streamEnd
        }
    }

    private func properties(
        _ tag: UnsafeMutablePointer<yaml_char_t>?, _ anchor: UnsafeMutablePointer<yaml_char_t>?
    ) -> YAMLProperties {
        YAMLProperties(tag: word(tag), anchor: word(anchor))
    }

    private func word(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        bytes.map { String(cString: $0) }
    }

    private func failure() -> YAMLFailure {
        let state = parser.pointee
        return YAMLFailure(
            isOutOfMemory: state.error == YAML_MEMORY_ERROR,
            problem: state.problem.map { String(cString: $0) } ?? "unreadable",
            mark: YAMLMark(state.problem_mark),
            contextMark: state.context == nil ? nil : YAMLMark(state.context_mark))
    }
}
