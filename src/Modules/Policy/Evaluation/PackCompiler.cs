using Fuyao.Feel;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Types;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>Type-checks a pack against the dictionary and compiles it for a date.</summary>
internal sealed class PackCompiler(EffectivePack pack, DateOnly on, Findings findings)
{
    /// <summary>The compiled pack; null when something does not compile. What is wrong is in the findings.</summary>
    public static CompiledPack? Compile(EffectivePack pack, DateOnly on, Findings findings)
    {
        var members = pack.Parameters.Select(p => new FeelMember(p.Id, TypeOf(p, findings))).ToArray();
        SubjectFile[] files = [.. SubjectFiles.All.Where(f => pack.IsAbout(f.Subject))];
        if (!NameClashes.None(pack, files, findings))
        {
            return null;
        }

        var dictionary = HouseholdDictionary.Build(pack.Inputs, pack.Variables, members, [.. pack.Policies.Select(p => p.Id)], findings);
        var subjects = files.ToDictionary(f => f.Subject, f => SubjectDictionary.Build(f, pack, dictionary.Globals, findings));
        var compiler = new PackCompiler(pack, on, findings);
        var order = PolicyOrder.Sort(pack.Policies, findings);
        if (order is null || findings.Errors.Count > 0 && order.Count == 0)
        {
            return null;
        }

        var policies = compiler.Policies(order.Where(p => IsOfHousehold(p.Subject)), p => p == PolicySubject.Person ? dictionary.PersonScope : dictionary.HouseholdScope);
        CompiledSubject[] about = [.. subjects.Select(s => new CompiledSubject(s.Key, s.Value, compiler.Policies(order.Where(p => p.Subject == s.Key), _ => s.Value.Scope)))];
        var complete = policies.Count + about.Sum(s => s.Policies.Count) == order.Count;
        var rules = new RuleCompiler(subject => subject switch
        {
            PolicySubject.Person => dictionary.PersonScope,
            PolicySubject.Household => dictionary.HouseholdScope,
            _ => subjects[subject].Scope,
        }, findings);
        CompiledCheck?[] checks = [.. pack.Checks.Select(rules.Check)];
        CompiledProcedure?[] procedures = [.. pack.Procedures.Select(rules.Procedure)];
        return !complete || checks.Contains(null) || procedures.Contains(null) ? null : new CompiledPack
        {
            Checks = checks!,
            Procedures = procedures!,
            Pack = pack,
            On = on,
            Dictionary = dictionary,
            Policies = policies,
            Subjects = about,
            Infos = [.. order.Select(PolicyDescription.Of)],
            Parameters = [.. pack.Parameters.Select(p => Info(p, on))],
            ParameterValues = [.. pack.Parameters.Select(p => ParameterReader.Of(p.At(on)?.Value, p.Id))],
            PersonVariables = compiler.Needed(dictionary.PersonVariables, policies),
            HouseholdVariables = compiler.Needed(dictionary.HouseholdVariables, policies),
        };
    }

    private static bool IsOfHousehold(PolicySubject subject) => subject is PolicySubject.Person or PolicySubject.Household;

    // Those that compile.
    private List<CompiledPolicy> Policies(IEnumerable<PolicyDefinition> definitions, Func<PolicySubject, FeelScope> scope)
    {
        List<CompiledPolicy> policies = [];
        foreach (var definition in definitions)
        {
            if (Policy(definition, scope(definition.Subject), policies) is { } policy)
            {
                policies.Add(policy);
            }
        }

        return policies;
    }

    private CompiledPolicy? Policy(PolicyDefinition policy, FeelScope scope, List<CompiledPolicy> earlier)
    {
        var eligible = Expression(policy.Eligible, scope, FeelType.Boolean);
        var manual = policy.Manual is null ? null : Expression(policy.Manual, scope, FeelType.Boolean, eligible);
        // An amount is only worked out for those who are eligible and left to nobody's decision: it may rely on what that says.
        var due = manual is null ? eligible
            : FeelExpression.Compile($"({policy.Eligible.Text}) and not({policy.Manual!.Text})", scope, FeelOptions.Strict).Compiled ?? eligible;
        CompiledPart?[] parts = [.. policy.Parts.Select(p => Amount(p.Amount, scope, FeelType.Number, due) is { } amount ? new CompiledPart(p, amount) : null)];
        foreach (var part in parts.OfType<CompiledPart>())
        {
            InYuan(part);
        }

        var value = policy.Value is null ? null : Amount(policy.Value, scope, FeelType.String, due);
        CheckResultsRead(policy);
        if (eligible is null || (policy.Manual is not null && manual is null) || parts.Contains(null) || (policy.Value is not null && value is null))
        {
            return null;
        }

        return new CompiledPolicy
        {
            Definition = policy,
            Info = PolicyDescription.Of(policy),
            Period = PeriodLabel.Of(policy.Unit, on),
            Eligible = eligible,
            Manual = manual,
            Parts = parts!,
            Value = value,
            ExcludedBy = [.. earlier.Index().Where(e => e.Item.Definition.Excludes.Any(x => x.Text == policy.Id)).Select(e => e.Index)],
            ReadsResults = eligible.Reads.Contains("results") || manual?.Reads.Contains("results") == true
                || parts.Any(p => p!.Amount.Reads("results")) || value?.Reads("results") == true,
        };
    }

    // What is given in kind may be counted in anything; money is not counted in persons. A number by which persons are multiplied may be
    // yuan a person, which it does not say: a product or quotient is left to its author.
    private void InYuan(CompiledPart part)
    {
        if (part.Definition.Kind != BenefitKind.InKind && part.Amount.Expression is { Type.Unit: { } unit } amount
            && unit != "yuan" && amount.Text.AsSpan().IndexOfAny('*', '/') < 0)
        {
            findings.Error("unit-mismatch", part.Definition.Amount.Expression!.Place, $"金额应以 yuan 计,却是 {unit}。", $"An amount is in yuan, this is in {unit}.");
        }
    }

    private FeelExpression? Expression(FeelSource source, FeelScope scope, FeelType expected, FeelExpression? given = null)
    {
        var compiled = FeelExpression.Compile(source.Text, scope, FeelOptions.Strict with { Expected = expected, Given = given });
        FeelFindings.Report(compiled.Problems, source.Place, findings);
        return compiled.Compiled;
    }

    private CompiledAmount? Amount(AmountDefinition amount, FeelScope scope, FeelType expected, FeelExpression? given)
    {
        if (amount.Expression is { } source)
        {
            return Expression(source, scope, expected, given) is { } expression ? new CompiledAmount(expression, null) : null;
        }

        var table = amount.Table!;
        var spec = new TableSpec(
            table.Name, [.. table.Inputs.Select(i => new TableInput(i.Text))], [new TableOutput(Type: expected)],
            [.. table.Rows.Select(r => new TableRow([.. r.Conditions.Select(c => c.Text)], [r.Output.Text]))], table.Hit, table.Aggregation);
        var compiled = FeelTable.Compile(spec, scope, FeelOptions.Strict with { Given = given });
        FeelFindings.Report(compiled.Problems, table.Place, findings, part => CellPlace(table, part));
        return compiled.Compiled is { } ready ? new CompiledAmount(null, ready) : null;
    }

    // Parts are written rows[1], rows[2].inputs[0], rows[2].outputs[0], inputs[0].
    private static Place CellPlace(TableDefinition table, string part)
    {
        var numbers = part.Split('[', ']').Where(s => int.TryParse(s, out _)).Select(int.Parse).ToArray();
        if (part.StartsWith("inputs", StringComparison.Ordinal) && numbers is [var input, ..] && input < table.Inputs.Count)
        {
            return table.Inputs[input].Place;
        }

        if (!part.StartsWith("rows", StringComparison.Ordinal) || numbers.Length == 0 || numbers[0] >= table.Rows.Count)
        {
            return table.Place;
        }

        var row = table.Rows[numbers[0]];
        return part.Contains(".inputs", StringComparison.Ordinal) && numbers is [_, var cell, ..] && cell < row.Conditions.Count ? row.Conditions[cell].Place
            : part.Contains(".outputs", StringComparison.Ordinal) ? row.Output.Place
            : row.Place;
    }

    // A result is only there for policies that say they come after it, and only of the same household or the same loan.
    private void CheckResultsRead(PolicyDefinition policy)
    {
        foreach (var (id, place) in policy.After.Concat(policy.Excludes).Concat(policy.Opposes))
        {
            if (pack.Policies.FirstOrDefault(p => p.Id == id) is { } other && other.Subject != policy.Subject && !(IsOfHousehold(other.Subject) && IsOfHousehold(policy.Subject)))
            {
                findings.Error("other-subject", place, $"“{id}”的对象不同,不能与本政策相互引用。", $"'{id}' is about another kind of subject: the two cannot refer to one another.");
            }
        }

        foreach (var source in Sources(policy).Where(s => s.Text.Contains("results", StringComparison.Ordinal) || s.Text.Contains("各项结果", StringComparison.Ordinal)))
        {
            foreach (var read in pack.Policies.Where(p => source.Text.Contains($"\"{p.Id}\"", StringComparison.Ordinal) && policy.After.All(a => a.Text != p.Id)))
            {
                findings.Error("after-missing", source.Place,
                    $"读取“{read.Id}”的结果须在 after 中列出它。", $"Reading the result of '{read.Id}' needs it in 'after'.");
            }
        }
    }

    public static IEnumerable<FeelSource> Sources(PolicyDefinition policy) =>
        new[] { policy.Eligible, policy.Manual }.OfType<FeelSource>()
            .Concat(policy.Parts.Select(p => p.Amount).Append(policy.Value).OfType<AmountDefinition>().SelectMany(Sources));

    private static IEnumerable<FeelSource> Sources(AmountDefinition amount) => amount.Expression is { } expression
        ? [expression]
        : amount.Table!.Inputs.Concat(amount.Table.Rows.SelectMany(r => r.Conditions.Append(r.Output)));

    // Reading through paths is not in the list of variables read, so the texts themselves are searched: too many is harmless.
    private IReadOnlyList<DerivedVariable> Needed(IReadOnlyList<DerivedVariable> variables, IReadOnlyList<CompiledPolicy> policies)
    {
        List<string> texts =
        [
            .. policies.SelectMany(p => Sources(p.Definition)).Select(s => s.Text),
            .. pack.Checks.SelectMany(c => c.Figures.Select(f => f.Value.Text).Append(c.Holds.Text).Append(c.When?.Text ?? "")),
            .. pack.Procedures.SelectMany(p => p.Outcomes).Select(o => o.When.Text),
        ];
        List<DerivedVariable> needed = [];
        foreach (var variable in variables.Reverse())
        {
            if (variable.Definition.Aliases.Prepend(variable.Definition.Id).Any(name => texts.Exists(t => t.Contains(name, StringComparison.Ordinal))))
            {
                needed.Insert(0, variable);
                texts.Add(variable.Definition.Definition.Text);
            }
        }

        return needed;
    }

    private static FeelType TypeOf(ParameterDefinition parameter, Findings findings)
    {
        foreach (var value in parameter.Values.Where(v => v.Value is not null && !Fits(parameter.Type, v.Value)))
        {
            findings.Error("parameter-type", value.Place, $"参数“{parameter.Id}”应为 {parameter.Type}。", $"The parameter '{parameter.Id}' is a {parameter.Type}.");
        }

        var type = parameter.Type switch
        {
            "boolean" => FeelType.Boolean,
            "string" => FeelType.String,
            "date" => FeelType.Date,
            _ => FeelType.Number,
        };
        // "yuan/person/month" is yuan to the type checker: what an amount is for is the policy's business.
        var unit = parameter.Unit?.Split('/')[0];
        return type == FeelType.Number && unit is not null ? type.In(unit) : type;
    }

    private static bool Fits(string type, object value) => (type, value) switch
    {
        ("boolean", bool) or ("string", string) or ("date", DateOnly) or ("number", decimal) => true,
        _ => false,
    };

    private static ParameterInfo Info(ParameterDefinition parameter, DateOnly on)
    {
        var value = parameter.At(on);
        return new ParameterInfo(parameter.Id, parameter.Title, parameter.Unit, value?.Value, value is null || value.Unknown, value?.From, value?.To, value?.Source);
    }
}
