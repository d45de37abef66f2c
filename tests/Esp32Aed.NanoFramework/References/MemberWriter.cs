using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Esp32Aed.NanoFramework.Lists;

namespace Esp32Aed.NanoFramework.References;

/// <summary>Writes the members of one type; properties and events follow from their accessors.</summary>
internal sealed class MemberWriter(MetadataBuilder metadata, TypeEncoder types, TypeDirectory directory)
{
    /// <summary>Writes all members of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="handle">Its row, which must be the last one written.</param>
    /// <param name="genericParameters">Names of its generic parameters.</param>
    public void Write(ApiType type, TypeDefinitionHandle handle, IReadOnlyList<string> genericParameters)
    {
        WriteFields(type, genericParameters);
        var methods = BeyondTheLists.MethodsOf(type).Select(method => (Method: method, Handle: WriteMethod(type, method, genericParameters))).ToList();
        WriteProperties(type, handle, methods);
        WriteEvents(type, handle, methods);
    }

    /// <summary>Value of an attribute without arguments.</summary>
    public static BlobHandle NoArguments(MetadataBuilder metadata)
    {
        var value = new BlobBuilder();
        new BlobEncoder(value).CustomAttributeSignature(_ => { }, named => named.Count(0));
        return metadata.GetOrAddBlob(value);
    }

    private void WriteFields(ApiType type, IReadOnlyList<string> genericParameters)
    {
        if (type.Kind == ApiTypeKind.Enum)
        {
            AddField(FieldAttributes.Public | FieldAttributes.SpecialName | FieldAttributes.RTSpecialName, "value__", type.Bases[0], genericParameters);
        }
        else if (type.Kind == ApiTypeKind.Struct && !TypeEncoder.Primitives.ContainsKey(type.FullName) && type.FullName != "System.Void")
        {
            // A structure without fields would count as assigned from the start.
            AddField(FieldAttributes.Private, "hidden", "System.Int32", genericParameters);
        }

        foreach (var field in type.Fields)
        {
            var attributes = Access(field.Modifiers, FieldAttributes.Public, FieldAttributes.Family);
            if (field.Constant is not null)
            {
                attributes |= FieldAttributes.Static | FieldAttributes.Literal | FieldAttributes.HasDefault;
            }

            if (field.Modifiers.Contains("static"))
            {
                attributes |= FieldAttributes.Static;
            }

            if (field.Modifiers.Contains("readonly"))
            {
                attributes |= FieldAttributes.InitOnly;
            }

            var row = AddField(attributes, field.Name, field.Type, genericParameters);
            if (field.Constant is not null)
            {
                metadata.AddConstant(row, Constants.Parse(field.Constant, field.Type, directory));
            }
        }
    }

    private FieldDefinitionHandle AddField(FieldAttributes attributes, string name, string type, IReadOnlyList<string> genericParameters) =>
        metadata.AddFieldDefinition(attributes, metadata.GetOrAddString(name), types.Field(type, genericParameters));

    private MethodDefinitionHandle WriteMethod(ApiType type, ApiMethod method, IReadOnlyList<string> genericParameters)
    {
        var parameterList = MetadataTokens.ParameterHandle(metadata.GetRowCount(TableIndex.Param) + 1);
        for (int i = 0; i < method.Parameters.Count; i++)
        {
            WriteParameter(
                method.Parameters[i], i + 1, i == method.Parameters.Count - 1 && BeyondTheLists.TakesArgumentList(type, method));
        }

        var row = metadata.AddMethodDefinition(
            Attributes(type, method),
            type.Kind == ApiTypeKind.Delegate ? MethodImplAttributes.Runtime : MethodImplAttributes.IL,
            metadata.GetOrAddString(method.Name),
            types.Method(method, genericParameters),
            bodyOffset: -1,
            parameterList);
        if (BeyondTheLists.IsForDebugBuilds(type))
        {
            var value = new BlobBuilder();
            new BlobEncoder(value).CustomAttributeSignature(
                fixedArguments => fixedArguments.AddArgument().Scalar().Constant("DEBUG"), named => named.Count(0));
            metadata.AddCustomAttribute(
                row, types.AttributeConstructor("System.Diagnostics.ConditionalAttribute", "System.String"), metadata.GetOrAddBlob(value));
        }

        return row;
    }

    private static MethodAttributes Attributes(ApiType type, ApiMethod method)
    {
        var attributes = MethodAttributes.HideBySig | Access(method.Modifiers, MethodAttributes.Public, MethodAttributes.Family);
        if (method.Name == ".ctor")
        {
            return attributes | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        }

        if (type.Kind == ApiTypeKind.Interface || method.Modifiers.Contains("abstract"))
        {
            attributes |= MethodAttributes.Abstract | MethodAttributes.Virtual | MethodAttributes.NewSlot;
        }
        else if (method.Modifiers.Contains("virtual"))
        {
            attributes |= MethodAttributes.Virtual | MethodAttributes.NewSlot;
        }
        else if (method.Modifiers.Contains("override"))
        {
            attributes |= MethodAttributes.Virtual;
        }
        else if (method.Modifiers.Contains("static"))
        {
            attributes |= MethodAttributes.Static;
        }

        bool isSpecial = method.Name.Split('_')[0] is "get" or "set" or "add" or "remove" or "op";
        return isSpecial ? attributes | MethodAttributes.SpecialName : attributes;
    }

    private void WriteParameter(ApiParameter parameter, int position, bool takesArgumentList)
    {
        var attributes = parameter.IsOut ? ParameterAttributes.Out : ParameterAttributes.None;
        if (parameter.Default is not null)
        {
            attributes |= ParameterAttributes.Optional | ParameterAttributes.HasDefault;
        }

        var row = metadata.AddParameter(attributes, metadata.GetOrAddString(parameter.Name), position);
        if (parameter.Default is not null)
        {
            metadata.AddConstant(row, Constants.Parse(parameter.Default, parameter.Type, directory));
        }

        if (takesArgumentList)
        {
            metadata.AddCustomAttribute(row, types.AttributeConstructor("System.ParamArrayAttribute"), NoArguments(metadata));
        }
    }

    private void WriteProperties(ApiType type, TypeDefinitionHandle handle, List<(ApiMethod Method, MethodDefinitionHandle Handle)> methods)
    {
        var properties = methods
            .Where(m => m.Method.Name.StartsWith("get_", StringComparison.Ordinal) || m.Method.Name.StartsWith("set_", StringComparison.Ordinal))
            .GroupBy(m => m.Method.Name[4..], StringComparer.Ordinal)
            .ToList();
        if (properties.Count == 0)
        {
            return;
        }

        metadata.AddPropertyMap(handle, MetadataTokens.PropertyDefinitionHandle(metadata.GetRowCount(TableIndex.Property) + 1));
        foreach (var accessors in properties)
        {
            var first = accessors.First().Method;
            bool reads = first.Name[0] == 'g';
            var indices = reads ? first.Parameters : [.. first.Parameters.SkipLast(1)];
            string propertyType = reads ? first.ReturnType : first.Parameters[^1].Type;
            var property = metadata.AddProperty(
                PropertyAttributes.None,
                metadata.GetOrAddString(accessors.Key),
                types.Property(first.Modifiers.Contains("static"), propertyType, indices));
            foreach (var accessor in accessors)
            {
                metadata.AddMethodSemantics(
                    property, accessor.Method.Name[0] == 'g' ? MethodSemanticsAttributes.Getter : MethodSemanticsAttributes.Setter, accessor.Handle);
            }
        }
    }

    private void WriteEvents(ApiType type, TypeDefinitionHandle handle, List<(ApiMethod Method, MethodDefinitionHandle Handle)> methods)
    {
        if (type.Events.Count == 0)
        {
            return;
        }

        metadata.AddEventMap(handle, MetadataTokens.EventDefinitionHandle(metadata.GetRowCount(TableIndex.Event) + 1));
        foreach (var item in type.Events)
        {
            var row = metadata.AddEvent(EventAttributes.None, metadata.GetOrAddString(item.Name), types.Handle(item.Type));
            metadata.AddMethodSemantics(row, MethodSemanticsAttributes.Adder, methods.Single(m => m.Method.Name == "add_" + item.Name).Handle);
            metadata.AddMethodSemantics(row, MethodSemanticsAttributes.Remover, methods.Single(m => m.Method.Name == "remove_" + item.Name).Handle);
        }
    }

    private static T Access<T>(IReadOnlySet<string> modifiers, T open, T family) => modifiers.Contains("protected") ? family : open;
}
