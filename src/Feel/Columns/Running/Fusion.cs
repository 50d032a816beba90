using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Fuyao.Feel.Columns.Compiling;
using OpCode = Fuyao.Feel.Columns.Compiling.OpCode;

namespace Fuyao.Feel.Columns.Running;

/// <summary>Several operations in one pass: what lies between them stays in vector registers and never goes to memory.</summary>
internal delegate void FusedLoop(long[][] registers, int count);

/// <summary>
/// Puts row-by-row operations of a level together and generates one loop for them. Sums over segments, broadcasts, tables of ages and
/// divisions stay apart: they do not go row by row, or not in vectors.
/// </summary>
internal static class Fusion
{
    private const int LongestLoop = 64;

    private static readonly Type Vectors = Vector512.IsHardwareAccelerated ? typeof(Vector512) : typeof(Vector256);
    private static readonly Type Lanes = (Vector512.IsHardwareAccelerated ? typeof(Vector512<>) : typeof(Vector256<>)).MakeGenericType(typeof(long));
    private static readonly int Width = Vector512.IsHardwareAccelerated ? Vector512<long>.Count : Vector256<long>.Count;

    public static bool IsSupported => RuntimeFeature.IsDynamicCodeCompiled && Vector256.IsHardwareAccelerated;

    public static IEnumerable<int> Operands(Operation operation)
    {
        if (operation.A >= 0)
            yield return operation.A;
        if (operation.B >= 0)
            yield return operation.B;
        if (operation.C >= 0)
            yield return operation.C;
    }

    /// <summary>The needed operations in an order that respects what they read, those of one loop together. Constants are no part of it.</summary>
    public static List<List<int>> Schedule(List<Operation> operations, HashSet<int> wanted, bool fuse)
    {
        var needed = new bool[operations.Count];
        foreach (var output in wanted)
            needed[output] = true;
        for (var i = operations.Count - 1; i >= 0; i--)
            if (needed[i])
                foreach (var operand in Operands(operations[i]))
                    needed[operand] = true;
        var open = Enumerable.Range(0, operations.Count).Where(i => needed[i] && !operations[i].IsConstant).ToList();
        if (!fuse)
            return [.. open.Select(i => new List<int> { i })];

        var units = new List<List<int>>();
        var done = operations.Select(o => o.IsConstant).ToArray();
        while (open.Count > 0)
        {
            // First what no loop takes, so that the loops that wait for it become long.
            while (open.FindIndex(i => !IsElementwise(operations[i].Code) && Operands(operations[i]).All(o => done[o])) is >= 0 and var at)
            {
                units.Add([open[at]]);
                done[open[at]] = true;
                open.RemoveAt(at);
            }
            foreach (var level in open.Select(i => operations[i].Level).Distinct().ToList())
            {
                var loop = new List<int>();
                foreach (var i in open.Where(i => operations[i].Level == level && IsElementwise(operations[i].Code)))
                {
                    if (loop.Count == LongestLoop || !Operands(operations[i]).All(o => done[o]))
                        continue;
                    loop.Add(i);
                    done[i] = true;
                }
                if (loop.Count > 0)
                    units.Add(loop);
            }
            open.RemoveAll(i => done[i]);
        }
        return units;
    }

    private static bool IsElementwise(OpCode code) =>
        code is >= OpCode.Add and <= OpCode.Abs or >= OpCode.Equal and <= OpCode.Select or OpCode.NotZero;

    /// <param name="operations">All operations.</param>
    /// <param name="loop">Those of the loop, in order.</param>
    /// <param name="register">The register of every value that is read or kept; −1 for what stays inside.</param>
    public static FusedLoop Compile(List<Operation> operations, List<int> loop, int[] register)
    {
        var method = new DynamicMethod("Loop", typeof(void), [typeof(long[][]), typeof(int)], typeof(Fusion).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var index = il.DeclareLocal(typeof(nuint));
        var own = loop.ToHashSet();
        var addresses = new Dictionary<int, LocalBuilder>();
        var values = new Dictionary<int, LocalBuilder>();
        var outside = loop.SelectMany(i => Operands(operations[i])).Where(o => !own.Contains(o)).Distinct().ToList();

        foreach (var operand in outside.Where(o => operations[o].IsConstant))
        {
            il.Emit(OpCodes.Ldc_I8, (long)operations[operand].Detail!);
            il.Emit(OpCodes.Call, Method("Create", [typeof(long)], generic: false));
            il.Emit(OpCodes.Stloc, values[operand] = il.DeclareLocal(Lanes));
        }
        foreach (var value in outside.Where(o => !operations[o].IsConstant).Concat(loop.Where(i => register[i] >= 0)))
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, register[value]);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Call, ArrayStart);
            il.Emit(OpCodes.Stloc, addresses[value] = il.DeclareLocal(typeof(long).MakeByRefType()));
        }

        var (again, test) = (il.DefineLabel(), il.DefineLabel());
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Stloc, index);
        il.Emit(OpCodes.Br, test);
        il.MarkLabel(again);
        foreach (var operand in outside.Where(o => !operations[o].IsConstant))
        {
            il.Emit(OpCodes.Ldloc, addresses[operand]);
            il.Emit(OpCodes.Ldloc, index);
            il.Emit(OpCodes.Call, Load);
            il.Emit(OpCodes.Stloc, values[operand] = il.DeclareLocal(Lanes));
        }
        foreach (var i in loop)
        {
            foreach (var operand in Operands(operations[i]))
                il.Emit(OpCodes.Ldloc, values[operand]);
            Emit(il, operations[i].Code);
            il.Emit(OpCodes.Stloc, values[i] = il.DeclareLocal(Lanes));
            if (register[i] < 0)
                continue;
            il.Emit(OpCodes.Ldloc, values[i]);
            il.Emit(OpCodes.Ldloc, addresses[i]);
            il.Emit(OpCodes.Ldloc, index);
            il.Emit(OpCodes.Call, Store);
        }
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldc_I4, Width);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);
        il.MarkLabel(test);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Blt_Un, again);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<FusedLoop>();
    }

    private static void Emit(ILGenerator il, OpCode code)
    {
        if (code == OpCode.NotZero)
        {
            il.Emit(OpCodes.Call, Lanes.GetProperty("Zero")!.GetMethod!);
            il.Emit(OpCodes.Call, Binary("Equals"));
            il.Emit(OpCodes.Call, Unary("OnesComplement"));
            return;
        }
        il.Emit(OpCodes.Call, code switch
        {
            OpCode.Add => Binary("Add"),
            OpCode.Subtract => Binary("Subtract"),
            OpCode.Multiply => Binary("Multiply"),
            OpCode.Min => Binary("Min"),
            OpCode.Max => Binary("Max"),
            OpCode.Negate => Unary("Negate"),
            OpCode.Abs => Unary("Abs"),
            OpCode.Equal => Binary("Equals"),
            OpCode.Less => Binary("LessThan"),
            OpCode.LessOrEqual => Binary("LessThanOrEqual"),
            OpCode.And => Binary("BitwiseAnd"),
            OpCode.Or => Binary("BitwiseOr"),
            OpCode.Xor => Binary("Xor"),
            OpCode.AndNot => Binary("AndNot"),
            OpCode.Not => Unary("OnesComplement"),
            OpCode.Select => Method("ConditionalSelect", [Lanes, Lanes, Lanes], generic: true),
            _ => throw new InvalidOperationException($"{code} is no row-by-row operation."),
        });
    }

    private static MethodInfo Binary(string name) => Method(name, [Lanes, Lanes], generic: true);
    private static MethodInfo Unary(string name) => Method(name, [Lanes], generic: true);

    private static readonly MethodInfo ArrayStart = typeof(MemoryMarshal).GetMethods()
        .Single(m => m is { Name: nameof(MemoryMarshal.GetArrayDataReference), IsGenericMethod: true }).MakeGenericMethod(typeof(long));

    private static readonly MethodInfo Load = Method("LoadUnsafe", [typeof(long).MakeByRefType(), typeof(nuint)], generic: true);
    private static readonly MethodInfo Store = Method("StoreUnsafe", [Lanes, typeof(long).MakeByRefType(), typeof(nuint)], generic: true);

    private static MethodInfo Method(string name, Type[] parameters, bool generic) => Vectors.GetMethods()
        .Where(m => m.Name == name && m.IsGenericMethodDefinition == generic && (!generic || m.GetGenericArguments().Length == 1))
        .Select(m => generic ? m.MakeGenericMethod(typeof(long)) : m)
        .Single(m => m.GetParameters().Select(p => p.ParameterType).SequenceEqual(parameters));
}
