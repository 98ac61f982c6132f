#include "engine/sast/signature.h"

#include <clang/AST/Decl.h>

namespace trawl::sast {
namespace {

std::string name_of_record(const clang::RecordDecl* record) {
  if (record->getDeclName().isEmpty()) {
    const clang::TypedefNameDecl* alias = record->getTypedefNameForAnonDecl();
    return alias != nullptr ? alias->getNameAsString() : "*";
  }
  return record->getQualifiedNameAsString();
}

std::string word_for(clang::QualType type) {
  type = type.getCanonicalType().getUnqualifiedType();
  if (type->isDependentType()) return "*";
  if (type->isFunctionPointerType() || type->isMemberPointerType()) return "*";
  if (type->isPointerType() || type->isReferenceType()) {
    const clang::QualType inner = type->getPointeeType().getCanonicalType().getUnqualifiedType();
    if (inner->isVoidType() || inner->isDependentType()) return "*";
    if (const auto* record = inner->getAsRecordDecl()) {
      const std::string name = name_of_record(record);
      return name == "*" ? name : name + "*";
    }
    if (inner->isPointerType()) return "**";
    if (inner->isArithmeticType() || inner->isEnumeralType()) return "#*";
    return "*";
  }
  if (type->isArithmeticType() || type->isEnumeralType()) return "#";
  if (const auto* record = type->getAsRecordDecl()) return name_of_record(record);
  return "*";
}

}  // namespace

std::string signature_of(clang::QualType function) {
  if (function.isNull()) return {};
  if (function->isAnyPointerType() || function->isReferenceType()) function = function->getPointeeType();
  const auto* prototype = function->getAs<clang::FunctionProtoType>();
  if (prototype == nullptr || prototype->isVariadic()) return {};
  std::string signature =
      prototype->getReturnType()->isVoidType() ? "void" : word_for(prototype->getReturnType());
  for (const clang::QualType parameter : prototype->param_types()) signature += "," + word_for(parameter);
  return signature;
}

}  // namespace trawl::sast
