using System.Collections.Concurrent;
using Fuyao.Feel.Columns;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Columns;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Evaluation;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// A pack compiled for one date: parameters in force, policies in their order. Immutable, safe for several threads;
/// prepare once, evaluate a whole population.
/// </summary>
public sealed class PreparedPack
{
    private readonly CompiledPack _pack;
    private readonly PackEvaluator _evaluator;
    private readonly SubjectEvaluator _subjects;
    private readonly VariableLabels _labels;
    private readonly Lazy<IReadOnlyList<CheckInfo>> _checks;
    private readonly ConcurrentDictionary<PolicySubject, IReadOnlyList<SubjectFact>> _facts = new();

    internal PreparedPack(CompiledPack pack)
    {
        _pack = pack;
        _evaluator = new PackEvaluator(pack);
        _subjects = new SubjectEvaluator(pack);
        _labels = new VariableLabels(pack, pack.Dictionary.Person, pack.Dictionary.Household);
        _checks = new Lazy<IReadOnlyList<CheckInfo>>(() => CheckFacts.Checks(pack));
    }

    internal CompiledPack Compiled => _pack;

    internal EffectivePack Effective => _pack.Pack;

    public string Id => _pack.Pack.Own.Id;

    public LocalText Title => _pack.Pack.Own.Title;

    public string Version => _pack.Pack.Own.Version;

    /// <summary>Hash of the rules and parameters, parents included: what a stored award names.</summary>
    public string Hash => _pack.Pack.Hash;

    /// <summary>Region code prefix in which the pack is in force. Evaluation does not test it.</summary>
    public string Jurisdiction => _pack.Pack.Own.Jurisdiction;

    public DateOnly On => _pack.On;

    /// <summary>The date lies outside the pack's validity.</summary>
    public bool OutOfValidity => !_pack.Pack.IsValidOn(_pack.On);

    /// <summary>The policies in the order in which they are worked out.</summary>
    public IReadOnlyList<PolicyInfo> Policies => _pack.Infos;

    /// <summary>The parameters in force on the date.</summary>
    public IReadOnlyList<ParameterInfo> Parameters => _pack.Parameters;

    /// <summary>The pack's checks and its parents', with the facts that each reads.</summary>
    public IReadOnlyList<CheckInfo> Checks => _checks.Value;

    /// <summary>What checks about a kind of subject read, in the order of its dictionary; nothing of households and persons.</summary>
    public IReadOnlyList<SubjectFact> Facts(PolicySubject subject) => _facts.GetOrAdd(subject, kind => CheckFacts.Facts(_pack, kind));

    /// <summary>What people call a fact, a variable or a parameter that rules about a kind of subject read; the id itself where it has no name.</summary>
    public LocalText Name(PolicySubject subject, string id) =>
        _pack.Pack.Inputs.FirstOrDefault(i => i.Of == subject && i.Id == id)?.Title
        ?? _pack.Pack.Variables.FirstOrDefault(v => v.Of == subject && v.Id == id)?.Title
        ?? _pack.Parameters.FirstOrDefault(p => p.Id == id)?.Title ?? new LocalText(id, id);

    /// <summary>What of the pack can be supposed otherwise: parameters that decide what households are due, and tables.</summary>
    public PackLevers Levers => Simulation.LeverFinder.Of(_pack);

    /// <summary>The same pack with other values of parameters and other cells of tables. Nothing is stored.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: every change that cannot be made, with its place.</exception>
    public PreparedPack Suppose(Supposition supposed) => supposed.Count == 0 ? this : new PreparedPack(Simulation.Supposing.Of(_pack, supposed));

    /// <summary>One change of a supposition in words: the parameter, or the policy with the row and what the column is about.</summary>
    public SupposedChange Describe(Supposition change) => Simulation.Supposing.InWords(_pack, _labels, change);

    /// <summary>Works out what one household is due.</summary>
    /// <param name="householdJson">One household, UTF-8, as <c>household.schema.json</c> says.</param>
    /// <param name="explain">Also give <see cref="PolicyResult.Because"/>; several times slower.</param>
    /// <param name="policy">Only this policy (those it reads are worked out too, but not given).</param>
    /// <exception cref="Kernel.Problems.ProblemException">
    /// Status 422: the JSON is not a household, every fault with its path. Status 404: no such policy.
    /// </exception>
    public HouseholdOutcome Evaluate(ReadOnlyMemory<byte> householdJson, bool explain = true, string? policy = null) =>
        _evaluator.Evaluate(householdJson, explain ? Explain.Reasons : Explain.Nothing, policy);

    /// <summary>Works out what one household is due, explained as far as asked.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">As above.</exception>
    public HouseholdOutcome Evaluate(ReadOnlyMemory<byte> householdJson, Explain explain, string? policy = null) =>
        _evaluator.Evaluate(householdJson, explain, policy);

    /// <summary>What one household is due in the calendar year of the date, by policy, as simulations count a year (<see cref="SimulationFigures.Yearly"/>).</summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: the JSON is not a household.</exception>
    public IReadOnlyDictionary<string, Kernel.Money> Yearly(ReadOnlyMemory<byte> householdJson) => Simulation.HouseholdYear.Of(this, householdJson);

    /// <summary>Evaluates one household or an array of them.</summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: all faults of all households, with their paths.</exception>
    public IReadOnlyList<HouseholdOutcome> EvaluateDocument(ReadOnlyMemory<byte> householdsJson, Explain explain = Explain.Alternatives, string? policy = null) =>
        EvaluationDocument.Evaluate(this, householdsJson, explain, policy);

    /// <summary>The stored facts behind what an explanation says was read; none for parameters and results of other policies.</summary>
    /// <param name="policy">The policy that the explanation is of.</param>
    /// <param name="expression">As <see cref="Reason.Expression"/> has it.</param>
    public IReadOnlyList<RegisterFact> FactsBehind(string policy, string expression) =>
        _pack.Policies.FirstOrDefault(p => p.Id == policy) is { } found ? new FactPaths(_pack).Behind(found, expression) : [];

    /// <summary>What people call a fact.</summary>
    public LocalText Label(RegisterFact fact) => _labels.Label(Path(fact));

    /// <summary>A fact's value in words: a code by its label, a number with its unit.</summary>
    /// <param name="value">decimal, bool, string, DateOnly or null.</param>
    public LocalText Say(RegisterFact fact, object? value) => _labels.Value(Path(fact), value);

    private static string Path(RegisterFact fact) => fact.OfPerson ? fact.Path : $"household.{fact.Path}";

    /// <summary>Every table of the pack as a DMN 1.3 document, parameters with their value on the date.</summary>
    public IReadOnlyList<ExportedTable> ExportTables() => DmnTables.Export(_pack);

    /// <summary>Works out one check about a subject that is no household: a fund, a loan, a village.</summary>
    /// <param name="check">The check's id.</param>
    /// <param name="facts">Its facts by name, those of its dictionary and the pack's own; what is missing or null is not known.</param>
    /// <exception cref="Kernel.Problems.ProblemException">Status 404: no such check; 422: facts that it does not have or of another type.</exception>
    public CheckResult Check(string check, System.Text.Json.JsonElement facts) => _subjects.Check(check, System.Text.Encoding.UTF8.GetBytes(facts.GetRawText()));

    /// <summary>Works out everything that the pack says about a subject that is no household: policies, checks, outcomes of procedures.</summary>
    /// <param name="subject">What it is.</param>
    /// <param name="facts">Its facts by name, UTF-8 JSON; <c>id</c> names it in the results. What is missing or null is not known.</param>
    /// <param name="explain">How much to say of each policy.</param>
    /// <exception cref="Kernel.Problems.ProblemException">Status 404: the pack has no rule about it; 422: facts that it does not have or of another type.</exception>
    public SubjectOutcome Evaluate(PolicySubject subject, ReadOnlyMemory<byte> facts, Explain explain = Explain.Reasons) => _subjects.Evaluate(subject, facts, explain);

    /// <summary>Compiles the pack over a population in columns.</summary>
    /// <param name="households">The population; see <see cref="PopulationRules"/>.</param>
    /// <param name="path">How to work it out; every path gives the same amounts.</param>
    /// <param name="variables">Derived variables whose values are wanted.</param>
    /// <param name="policies">Whether awards are wanted.</param>
    /// <param name="only">Of which policies; null: of all.</param>
    public PopulationRules Over(
        ColumnTable households, RulePath path = RulePath.Columns, IReadOnlyList<string>? variables = null, bool policies = true, IReadOnlyCollection<string>? only = null) =>
        new(new PackColumns(_pack, households, path, variables ?? [], policies ? [.. _pack.Policies.Where(p => only is null || only.Contains(p.Id))] : []));

    /// <summary>Compiles the pack over households laid out by <see cref="Population"/>.</summary>
    /// <inheritdoc cref="Over(ColumnTable, RulePath, IReadOnlyList{string}?, bool, IReadOnlyCollection{string}?)"/>
    /// <param name="population">The population; see <see cref="PopulationRules"/>.</param>
    /// <param name="path">How to work it out; every path gives the same amounts.</param>
    /// <param name="variables">Derived variables whose values are wanted.</param>
    /// <param name="conflicts">Whether contradictions are looked for; what columns cannot say of them is in <see cref="PopulationRules.Interpreted"/>.</param>
    public PopulationRules OverHouseholds(
        HouseholdColumns population, RulePath path = RulePath.Columns, IReadOnlyList<string>? variables = null, bool conflicts = false) =>
        new(new PackColumns(_pack, population.Table, path, variables ?? [], _pack.Policies, conflicts));

    /// <summary>An empty population, to be filled with households as this pack reads them on its date.</summary>
    public PopulationBuilder Population() => new(_pack.Dictionary, _pack.On);

    /// <summary>
    /// The working of net income per head, by the definition that policies use as <c>income_per_head</c>.
    /// </summary>
    /// <exception cref="Kernel.Problems.ProblemException">Status 422: the JSON is not a household.</exception>
    public IncomeWorking ComputeIncome(ReadOnlyMemory<byte> householdJson) => IncomeExplanation.Of(_pack, _evaluator.Read(householdJson));
}
