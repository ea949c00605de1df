import RecoveryModel

extension Plan {
    func writeText(to page: inout TextPage, _ output: inout ReportOutput) {
        if !steps.isEmpty {
            page.heading("Changes, resource by resource")
            page.add("\(Self.legend)", indent: 2, role: .faint)
            page.add("\(Self.order)", indent: 2, role: .faint)
            for block in blocks {
                page.block(block, at: at)
                page.passOn(to: &output)
            }
        }
        if !unfixable.isEmpty {
            page.heading("Not fixed by any step")
            page.violations(unfixable, &output)
        }
        page.unknown(unknown, &output)
        if let cost, !steps.isEmpty { page.cost(cost) }
        page.orphans(orphans)
    }
}

extension TextPage {
    fileprivate mutating func cost(_ cost: PlanCost) {
        heading("Cost of these changes a month")
        add("\(cost.shown)", indent: 2)
    }

    fileprivate mutating func block(_ block: PlanBlock, at instant: Instant) {
        gap()
        let title = block.title
        item(
            block.sign, role: block.replaces ? .unsure : .strong, width: 4,
            "\(title.kind, .strong) \(title.name, .strong)\(title.remark)", indent: 0)
        for (number, step) in block.steps { self.step(step, number: number, at: instant) }
    }

    private mutating func step(_ step: Step, number: Int, at instant: Instant) {
        item("\(number).", width: 4, "\(step.facts.summary)", indent: 2)
        let lines = step.lines
        let longest = lines.map { $0.name.visible.count }.filter { $0 <= 32 }.max() ?? 0
        // Too narrow for columns.
        let width = longest + 10 <= layout.width / 2 ? longest + 4 : 0
        for line in lines { self.line(line, width: width) }
        for (label, role, text) in step.notes(at: instant) {
            item("\(label):", role: role, width: 10, "\(text)", indent: 6)
        }
        for reason in step.reasons {
            item("because", role: .faint, width: 10, "\(reason.title)", indent: 6)
            add("\(reason.control, .faint): required \(reason.required), observed \(reason.observed)", indent: 16)
        }
    }

    /// A setting in columns; below its name when that is too long for them.
    private mutating func line(_ line: PlanLine, width: Int) {
        let name = line.name.visible
        let indent = line.sign.isEmpty ? 10 : 6
        let label = line.sign.isEmpty ? name : "\(line.sign) \(name)"
        if line.value.isEmpty {
            add("\(label)", indent: indent, hang: indent + 2)
        } else if line.sign.isEmpty || name.count + 4 > width {
            add("\(label):", indent: indent, hang: indent + 2)
            add("\(line.value)", indent: indent + 4)
        } else {
            item(label, width: width, "\(line.value)", indent: indent)
        }
    }
}
